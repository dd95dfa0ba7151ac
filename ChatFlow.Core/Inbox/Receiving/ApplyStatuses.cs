using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>
/// Raises the ticks of our messages, never lowers them. A status whose message is not known yet is parked until the
/// answer of its send names it.
/// </summary>
public sealed class ApplyStatuses(TimeProvider clock)
{
    public async Task<IReadOnlyList<RaisedStatus>> RunAsync(ChatFlowDb db, IReadOnlyList<StatusChanged> changed, CancellationToken ct)
    {
        var merged = StatusMerge.Merge(changed.Where(s => s.ProviderMessageId.Length is > 0 and <= 255));
        if (merged.Count == 0)
            return [];
        await CorrelateAsync(db, merged, ct);
        var raised = await RaiseAsync(db, merged, ct);
        await ParkAsync(db, merged, ct);
        return raised;
    }

    /// <summary>Applies what was parked for messages whose provider id has just become known.</summary>
    public async Task<IReadOnlyList<RaisedStatus>> UnparkAsync(ChatFlowDb db, string[] providerIds, CancellationToken ct)
    {
        var parked = await db.QueryAsync("""
            DELETE FROM parked_statuses WHERE organization_id = $1 AND whatsapp_message_id = ANY ($2)
            RETURNING whatsapp_message_id, status, at, error_code, error_message
            """,
            r => new StatusChanged(r.GetString(0), EnumText<MessageStatus>.Parse(r.GetString(1)), r.GetFieldValue<DateTimeOffset>(2),
                r.Get<string>(3) is { } code ? new ChannelError(code, ChannelErrorClasses.Of(code), r.Get<string>(4) ?? "") : null),
            ct, db.OrganizationId, providerIds);
        return parked.Count == 0 ? [] : await RaiseAsync(db, StatusMerge.Merge(parked), ct);
    }

    // Meta echoes our own id: it names the message even if the answer of the send was lost.
    private static async Task CorrelateAsync(ChatFlowDb db, List<MergedStatus> merged, CancellationToken ct)
    {
        var known = merged.FindAll(s => s.CorrelationId is not null);
        if (known.Count == 0)
            return;
        await db.ExecuteAsync("""
            UPDATE messages m SET whatsapp_message_id = n.provider_id FROM unnest($2::uuid[], $3::text[]) AS n (id, provider_id)
            WHERE m.organization_id = $1 AND m.id = n.id AND m.whatsapp_message_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM messages o WHERE o.organization_id = $1 AND o.whatsapp_message_id = n.provider_id)
            """, ct, db.OrganizationId, known.ConvertAll(s => s.CorrelationId!.Value).ToArray(), known.ConvertAll(s => s.ProviderMessageId).ToArray());
    }

    private async Task<IReadOnlyList<RaisedStatus>> RaiseAsync(ChatFlowDb db, List<MergedStatus> merged, CancellationToken ct)
    {
        var byProvider = merged.ToDictionary(s => s.ProviderMessageId);
        var raised = await db.QueryAsync("""
            UPDATE messages m SET
                status = n.status,
                sent_at = coalesce(m.sent_at, n.sent_at, n.at),
                delivered_at = CASE WHEN n.status IN ('delivered', 'read') THEN coalesce(m.delivered_at, n.delivered_at, n.read_at, n.at) ELSE m.delivered_at END,
                read_at = CASE WHEN n.status = 'read' THEN coalesce(m.read_at, n.read_at, n.at) ELSE m.read_at END,
                dispatch_at = NULL,
                error_code = CASE WHEN n.status = 'failed' THEN n.error_code END,
                error_message = CASE WHEN n.status = 'failed' THEN n.error_message END
            FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[], $10::int[])
                AS n (provider_id, status, sent_at, delivered_at, read_at, at, error_code, error_message, rank)
            WHERE m.organization_id = $1 AND m.whatsapp_message_id = n.provider_id AND m.direction = 'outbound'
                AND n.rank > CASE m.status WHEN 'sent' THEN 1 WHEN 'failed' THEN 2 WHEN 'delivered' THEN 3 WHEN 'read' THEN 4 ELSE 0 END
            RETURNING m.id, m.contact_id, m.whatsapp_message_id
            """,
            r => (Id: r.GetGuid(0), Contact: r.GetGuid(1), Provider: r.GetString(2)), ct, db.OrganizationId,
            merged.ConvertAll(s => s.ProviderMessageId).ToArray(), merged.ConvertAll(s => EnumText<MessageStatus>.Of(s.Status)).ToArray(),
            merged.ConvertAll(s => s.SentAt).ToArray(), merged.ConvertAll(s => s.DeliveredAt).ToArray(), merged.ConvertAll(s => s.ReadAt).ToArray(),
            merged.ConvertAll(s => s.At.ToUniversalTime()).ToArray(), merged.ConvertAll(s => s.Error?.Code).ToArray(),
            merged.ConvertAll(s => s.Error?.Message).ToArray(), merged.ConvertAll(s => StatusMerge.Rank(s.Status)).ToArray());
        foreach (var (id, contact, _) in raised)
            db.Publish(LiveKind.MessageChanged, contact, id);
        await OptOutAsync(db, [.. raised.Where(r => byProvider[r.Provider].Error is { Class: ChannelErrorClass.OptedOut }).Select(r => r.Contact).Distinct()], ct);
        return [.. raised.Select(r => new RaisedStatus(r.Id, r.Contact, byProvider[r.Provider].Status, byProvider[r.Provider].At, byProvider[r.Provider].Error))];
    }

    // Refused because the contact stopped marketing inside WhatsApp: that choice is theirs and is kept (contracts/meta-cloud.md section 10).
    private async Task OptOutAsync(ChatFlowDb db, Guid[] contacts, CancellationToken ct)
    {
        if (contacts.Length == 0)
            return;
        await db.ExecuteAsync(
            "UPDATE contacts SET marketing_opted_out_at = coalesce(marketing_opted_out_at, $3) WHERE organization_id = $1 AND id = ANY ($2)",
            ct, db.OrganizationId, contacts, clock.GetUtcNow());
        foreach (var contact in contacts)
            db.Publish(LiveKind.ContactChanged, contact);
    }

    private Task ParkAsync(ChatFlowDb db, List<MergedStatus> merged, CancellationToken ct) => db.ExecuteAsync("""
        INSERT INTO parked_statuses (organization_id, whatsapp_message_id, status, at, error_code, error_message, received_at)
        SELECT $1, n.provider_id, n.status, n.at, n.error_code, n.error_message, $7
        FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[]) AS n (provider_id, status, at, error_code, error_message)
        WHERE n.status IN ('sent', 'delivered', 'read', 'failed')
            AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.organization_id = $1 AND m.whatsapp_message_id = n.provider_id)
        ON CONFLICT DO NOTHING
        """, ct, db.OrganizationId,
        merged.ConvertAll(s => s.ProviderMessageId).ToArray(), merged.ConvertAll(s => EnumText<MessageStatus>.Of(s.Status)).ToArray(),
        merged.ConvertAll(s => s.At.ToUniversalTime()).ToArray(), merged.ConvertAll(s => s.Error?.Code).ToArray(),
        merged.ConvertAll(s => s.Error?.Message).ToArray(), clock.GetUtcNow());
}
