using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts.OptOut;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.FollowUps.Triggers;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Receiving;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>
/// What arrived stops what must stop, in the transaction that stores it: a reply ends runs, a request for silence ends
/// all and is remembered, a message typed on the phone pauses. Keywords start sequences.
/// </summary>
public sealed class FollowUpsOnInbound(StopExecutions stop, EnrolContacts enrol, FollowUpsOnOutbound outbound, LogStatuses statuses) : IInboundReaction
{
    /// <summary>Older messages are history that a provider synchronised: neither a reply nor a trigger.</summary>
    private static readonly TimeSpan s_oldest = TimeSpan.FromHours(24);

    public async Task ReactAsync(ChatFlowDb db, InboundBatch batch, CancellationToken ct)
    {
        var recent = batch.Inbound.Where(m => batch.Now - m.At < s_oldest && m.Type != MessageType.System).ToList();
        if (recent.Count > 0)
        {
            await OptOutsAsync(db, recent, ct);
            await RepliesAsync(db, recent, ct);
            await KeywordsAsync(db, recent, ct);
        }

        if (batch.FromPhone.Count > 0)
            await outbound.WrittenAsync(db, MessageSender.Phone, [.. batch.FromPhone.Select(m => (m.MessageId, m.ContactId))], ct);
        if (batch.Statuses.Count > 0)
            await statuses.RunAsync(db, batch.Statuses, ct);
    }

    private async Task RepliesAsync(ChatFlowDb db, List<ArrivedMessage> messages, CancellationToken ct)
    {
        var ended = await stop.EndAsync(db, [.. messages.Select(m => m.ContactId).Distinct()], ExitReason.Replied, DecisionReason.Replied, ct, "s.exit_on_reply");
        if (ended.Count == 0)
            return;
        var replies = messages.GroupBy(m => m.ContactId).Select(g => g.First()).ToList();
        await db.ExecuteAsync("""
            UPDATE follow_up_message_logs l SET contact_responded = true, response_received_at = n.at, response_text = n.content
            FROM (
                SELECT DISTINCT ON (g.execution_id) g.id, r.at, r.content
                FROM follow_up_message_logs g JOIN unnest($3::uuid[], $4::timestamptz[], $5::text[]) AS r (contact_id, at, content) ON r.contact_id = g.contact_id
                WHERE g.organization_id = $1 AND g.execution_id = ANY ($2) ORDER BY g.execution_id, g.created_at DESC) n
            WHERE l.organization_id = $1 AND l.id = n.id
            """, ct, db.OrganizationId, ended.ToArray(), replies.ConvertAll(r => r.ContactId).ToArray(), replies.ConvertAll(r => r.At).ToArray(),
            replies.ConvertAll(r => r.Text).ToArray());
    }

    private async Task OptOutsAsync(ChatFlowDb db, List<ArrivedMessage> messages, CancellationToken ct)
    {
        var last = messages.Where(m => m.Type is MessageType.Text or MessageType.Interactive)
            .Select(m => (m.ContactId, m.At, Out: OptOutWords.Matches(m.Text), Back: OptOutWords.MatchesOptIn(m.Text)))
            .Where(m => m.Out || m.Back).GroupBy(m => m.ContactId).Select(g => g.Last()).ToList();
        if (last.Count == 0)
            return;
        await db.ExecuteAsync("""
            UPDATE contacts c SET opted_out_at = n.at FROM unnest($2::uuid[], $3::timestamptz[]) AS n (id, at)
            WHERE c.organization_id = $1 AND c.id = n.id AND (n.at IS NULL OR c.opted_out_at IS NULL)
            """, ct, db.OrganizationId, last.ConvertAll(m => m.ContactId).ToArray(), last.ConvertAll(m => m.Out ? m.At : (DateTimeOffset?)null).ToArray());
        var silent = last.Where(m => m.Out).Select(m => m.ContactId).ToArray();
        if (silent.Length > 0)
            await stop.EndAsync(db, silent, ExitReason.OptedOut, DecisionReason.OptedOut, ct);
        foreach (var one in last)
            db.Publish(LiveKind.ContactChanged, one.ContactId);
    }

    private async Task KeywordsAsync(ChatFlowDb db, List<ArrivedMessage> messages, CancellationToken ct)
    {
        foreach (var sequence in await SequenceBook.LiveAsync(db, [TriggerType.Keyword], ct))
        {
            if (sequence.Trigger is not KeywordTrigger trigger)
                continue;
            var entries = messages.Where(m => trigger.Matches(m.Text) is not null).DistinctBy(m => m.ContactId)
                .Select(m => new NewEntry(m.ContactId, m.At, $"message:{m.MessageId:N}", AnchorMessageId: m.MessageId)).ToList();
            await enrol.RunAsync(db, sequence, entries, DecisionReason.TriggerMatched, ct);
        }
    }
}
