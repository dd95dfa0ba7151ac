using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using Npgsql;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>
/// Messages whose sender died between the mark "bytes may leave" and the record of the outcome: unknown. The provider's
/// webhook may still settle them; a person decides about the rest.
/// </summary>
public sealed class SendExpiry(Gate gate, TenantDb tenants, IEnumerable<ISendReaction> reactions, TimeProvider clock)
{
    /// <summary>Longer than any provider call may take.</summary>
    public static readonly TimeSpan After = TimeSpan.FromSeconds(90);

    public async Task<int> RunAsync(CancellationToken ct)
    {
        await using var command = gate.Command("SELECT organization_id, message_id FROM gate.expire_sends($1)");
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = After });
        var expired = await Gate.ListAsync(command, r => (Organization: r.GetGuid(0), Message: r.GetGuid(1)), ct);
        foreach (var group in expired.GroupBy(e => e.Organization))
            await tenants.RunAsync(group.Key, (db, token) => RecordAsync(db, [.. group.Select(e => e.Message)], token), ct);
        return expired.Count;
    }

    private async Task RecordAsync(ChatFlowDb db, Guid[] ids, CancellationToken ct)
    {
        var error = new ChannelError("interrupted", ChannelErrorClass.Other, "The send was interrupted; whether it left is not known.");
        var rows = await db.QueryAsync("""
            UPDATE messages SET error_code = coalesce(error_code, $3), error_message = coalesce(error_message, $4)
            WHERE organization_id = $1 AND id = ANY ($2) AND status = 'unknown' RETURNING id, contact_id, sender
            """,
            r => new FinishedSend(r.GetGuid(0), r.GetGuid(1), Common.EnumText<MessageSender>.Parse(r.GetString(2)),
                new SendOutcome.Unknown(error), false, clock.GetUtcNow()),
            ct, db.OrganizationId, ids, error.Code, error.Message);
        foreach (var row in rows)
            db.Publish(LiveKind.MessageChanged, row.ContactId, row.MessageId);
        foreach (var reaction in reactions)
            await reaction.FinishedAsync(db, rows, ct);
    }
}
