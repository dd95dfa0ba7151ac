using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.Inbox.Receiving;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>The ticks of follow-ups follow those of their messages; a failure that tells something about the person ends runs.</summary>
public sealed class LogStatuses(StopExecutions stop)
{
    public async Task RunAsync(ChatFlowDb db, IReadOnlyList<RaisedStatus> raised, CancellationToken ct)
    {
        await db.ExecuteAsync("""
            UPDATE follow_up_message_logs l SET delivery_status = m.status, whatsapp_message_id = m.whatsapp_message_id, sent_at = m.sent_at,
                error_code = m.error_code, error_message = m.error_message
            FROM messages m
            WHERE l.organization_id = $1 AND l.sent_message_id = ANY ($2) AND m.organization_id = $1 AND m.id = l.sent_message_id
            """, ct, db.OrganizationId, raised.Select(s => s.MessageId).ToArray());
        await EndAsync(db, raised, ChannelErrorClass.Unreachable, ExitReason.Unreachable, DecisionReason.Unreachable, ct);
        await EndAsync(db, raised, ChannelErrorClass.OptedOut, ExitReason.MarketingStopped, DecisionReason.MarketingStopped, ct);
    }

    private async Task EndAsync(
        ChatFlowDb db, IReadOnlyList<RaisedStatus> raised, ChannelErrorClass error, ExitReason exit, DecisionReason reason, CancellationToken ct)
    {
        var contacts = raised.Where(s => s.Status == MessageStatus.Failed && s.Error?.Class == error).Select(s => s.ContactId).Distinct().ToArray();
        if (contacts.Length > 0)
            await stop.EndAsync(db, contacts, exit, reason, ct);
    }
}
