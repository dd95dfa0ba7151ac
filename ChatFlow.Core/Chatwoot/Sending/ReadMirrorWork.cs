using ChatFlow.Core.Channels;
using ChatFlow.Core.Chatwoot.Api;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Chatwoot.Sending;

/// <summary>Reads what waits for one conversation and marks it as tried: from then on a request may have left.</summary>
internal sealed class ReadMirrorWork(TenantDb tenants, MirrorSecrets secrets)
{
    private const int AtOnce = 20;

    /// <summary>Null when the lease is another's by now, or nothing waits.</summary>
    public Task<MirrorWork?> RunAsync(MirrorClaim claim, CancellationToken ct) =>
        tenants.RunAsync(claim.OrganizationId, (db, token) => ReadAsync(db, claim, token), ct);

    private async Task<MirrorWork?> ReadAsync(ChatFlowDb db, MirrorClaim claim, CancellationToken ct)
    {
        var mirror = await db.Set<ChatwootMirror>().AsNoTracking().SingleOrDefaultAsync(m => m.Enabled, ct);
        if (mirror is null)
            return null;
        var links = await db.QueryAsync("""
            SELECT chatwoot_contact_id, source_id, conversation_id, status, assignee_id, failures, version FROM chatwoot_conversations
            WHERE organization_id = $1 AND contact_id = $2 AND lease_token = $3 FOR UPDATE
            """,
            r => r.GetInt32(6) == mirror.Version
                ? new MirrorLink(r.Get<long?>(0), r.Get<string>(1), r.Get<long?>(2),
                    EnumText<ConversationStatus>.TryParse(r.Get<string>(3), out var status) ? status : null, r.Get<long?>(4), r.GetInt32(5))
                : new MirrorLink(null, null, null, null, null, r.GetInt32(5)),
            ct, db.OrganizationId, claim.ContactId, claim.LeaseToken);
        if (links is not [var link])
            return null;
        var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(ct);
        var items = await ItemsAsync(db, claim.ContactId, ct);
        if (items.Count == 0 || secrets.Access(mirror, config) is not { } access)
            return null;
        var messages = await MessagesAsync(db, mirror.Version, [.. items.Select(i => i.MessageId).OfType<Guid>().Distinct()], ct);
        return new MirrorWork(
            db.OrganizationId, claim.ContactId, claim.LeaseToken, mirror.Version, access, config.Language, await PersonAsync(db, claim.ContactId, ct), link,
            await ConversationAsync(db, claim.ContactId, ct), items, messages,
            items.Any(i => i.Attempts > 0) ? await LastCreatedAsync(db, mirror.Version, claim.ContactId, ct) : 0);
    }

    private static async Task<List<MirrorItem>> ItemsAsync(ChatFlowDb db, Guid contactId, CancellationToken ct) =>
        [.. (await db.QueryAsync("""
            UPDATE chatwoot_outbox o SET attempts = o.attempts + 1
            WHERE o.organization_id = $1 AND o.id IN (SELECT i.id FROM chatwoot_outbox i WHERE i.organization_id = $1 AND i.contact_id = $2 ORDER BY i.id LIMIT $3)
            RETURNING o.id, o.kind, o.message_id, o.attempts - 1, o.created_at
            """,
            r => new MirrorItem(r.GetInt64(0), EnumText<MirrorItemKind>.Parse(r.GetString(1)), r.Get<Guid?>(2), r.GetInt32(3), r.GetFieldValue<DateTimeOffset>(4)),
            ct, db.OrganizationId, contactId, AtOnce)).OrderBy(i => i.Id)];

    private static async Task<Dictionary<Guid, MirrorMessage>> MessagesAsync(ChatFlowDb db, int version, Guid[] ids, CancellationToken ct)
    {
        if (ids.Length == 0)
            return [];
        var rows = (await db.QueryAsync("""
            SELECT c.message_id, c.chatwoot_id, c.part, c.origin, c.status,
                NOT EXISTS (SELECT 1 FROM chatwoot_messages l WHERE l.organization_id = $1 AND l.version = $3 AND l.chatwoot_id = c.chatwoot_id AND l.part > c.part)
            FROM chatwoot_messages c WHERE c.organization_id = $1 AND c.message_id = ANY ($2) AND c.version = $3
            """,
            r => (Message: r.GetGuid(0), Row: new MirroredRow(r.GetInt64(1), r.GetInt32(2), EnumText<MirrorOrigin>.Parse(r.GetString(3)),
                EnumText<MessageStatus>.TryParse(r.Get<string>(4), out var told) ? told : null, r.GetBoolean(5))),
            ct, db.OrganizationId, ids, version)).ToLookup(r => r.Message, r => r.Row);
        return (await db.QueryAsync("""
            SELECT m.id, m.direction, m.message_type, m.sender, m.message_content, m.template_name, m.metadata::text, m.image_url, m.whatsapp_message_id,
                m.status, coalesce(m.error_message, m.error_code), m.edited_at, m.deleted_at IS NOT NULL,
                (SELECT min(c.chatwoot_id) FROM messages q JOIN chatwoot_messages c ON c.organization_id = $1 AND c.message_id = q.id AND c.version = $3
                 WHERE q.organization_id = $1 AND q.whatsapp_message_id = m.reply_to)
            FROM messages m WHERE m.organization_id = $1 AND m.id = ANY ($2)
            """,
            r => new MirrorMessage(
                r.GetGuid(0), EnumText<MessageDirection>.Parse(r.GetString(1)), EnumText<MessageType>.Parse(r.GetString(2)), EnumText<MessageSender>.Parse(r.GetString(3)),
                r.GetString(4), r.Get<string>(5), r.Get<string>(6) ?? "{}", r.Get<string>(7), r.Get<string>(8), EnumText<MessageStatus>.Parse(r.GetString(9)),
                r.Get<string>(10), r.Get<DateTimeOffset?>(11), r.GetBoolean(12), r.Get<long?>(13), [.. rows[r.GetGuid(0)]]),
            ct, db.OrganizationId, ids, version)).ToDictionary(m => m.Id);
    }

    private static async Task<ChatwootPerson> PersonAsync(ChatFlowDb db, Guid contactId, CancellationToken ct)
    {
        var contact = await db.Set<Contact>().AsNoTracking().Where(c => c.Id == contactId).Select(c => new { c.Phone, c.Name }).SingleAsync(ct);
        var identities = await db.Set<ContactIdentity>().AsNoTracking().Where(i => i.ContactId == contactId).ToListAsync(ct);
        string? Of(IdentityKind kind) => identities.Find(i => i.Kind == kind)?.Address;
        return new ChatwootPerson(MirrorIdentifier.Of(contactId), contact.Phone, contact.Name, Of(IdentityKind.Lid), Of(IdentityKind.Bsuid));
    }

    internal static async Task<ConversationNow?> ConversationAsync(ChatFlowDb db, Guid contactId, CancellationToken ct)
    {
        var rows = await db.QueryAsync("""
            SELECT c.status, c.holder, u.email FROM conversations c
            LEFT JOIN users u ON u.organization_id = $1 AND u.id = c.holder_user_id AND c.holder = 'person'
            WHERE c.organization_id = $1 AND c.contact_id = $2
            """,
            r => new ConversationNow(EnumText<ConversationStatus>.Parse(r.GetString(0)), EnumText<ConversationHolder>.Parse(r.GetString(1)), r.Get<string>(2)),
            ct, db.OrganizationId, contactId);
        return rows.Count > 0 ? rows[0] : null;
    }

    // An agent's message may be newer than one of ours whose record was lost, so only our own count.
    private static async Task<long> LastCreatedAsync(ChatFlowDb db, int version, Guid contactId, CancellationToken ct) =>
        (await db.QueryAsync("""
            SELECT coalesce(max(c.chatwoot_id), 0) FROM messages m JOIN chatwoot_messages c ON c.organization_id = $1 AND c.message_id = m.id
            WHERE m.organization_id = $1 AND m.contact_id = $2 AND c.origin <> 'chatwoot' AND c.version = $3
            """, r => r.GetInt64(0), ct, db.OrganizationId, contactId, version))[0];
}

/// <summary>The name under which Chatwoot knows a contact of ours.</summary>
internal static class MirrorIdentifier
{
    private const string Prefix = "chatflow-";

    public static string Of(Guid contactId) => Prefix + contactId.ToString("D");

    public static Guid? Read(string? identifier) =>
        identifier?.StartsWith(Prefix, StringComparison.Ordinal) == true && Guid.TryParseExact(identifier[Prefix.Length..], "D", out var id) ? id : null;
}
