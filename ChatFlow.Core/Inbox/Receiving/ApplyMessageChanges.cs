using System.Text.Json;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>Edits, deletions and reactions, found by the provider's id alone. A message keeps its place and its first time.</summary>
public sealed class ApplyMessageChanges
{
    public async Task RunAsync(ChatFlowDb db, IReadOnlyList<ReceivedEvent> events, CancellationToken ct)
    {
        var edits = events.Select(e => e.Event).OfType<MessageEdited>().GroupBy(e => e.ProviderMessageId).Select(g => g.MaxBy(e => e.At)!).ToList();
        if (edits.Count > 0)
        {
            await PublishAsync(db, """
                UPDATE messages m SET message_content = n.content, edited_at = n.at,
                    metadata = jsonb_set(m.metadata, '{edits}', coalesce(m.metadata -> 'edits', '[]') || jsonb_build_array(jsonb_build_object('at', n.at, 'text', m.message_content)))
                FROM unnest($2::text[], $3::text[], $4::timestamptz[]) AS n (provider_id, content, at)
                WHERE m.organization_id = $1 AND m.whatsapp_message_id = n.provider_id AND m.deleted_at IS NULL
                    AND (m.edited_at IS NULL OR m.edited_at < n.at)
                RETURNING m.contact_id, m.id
                """, ct, db.OrganizationId, edits.ConvertAll(e => e.ProviderMessageId).ToArray(), edits.ConvertAll(e => e.Text).ToArray(),
                edits.ConvertAll(e => e.At.ToUniversalTime()).ToArray());
        }

        var deletions = events.Select(e => e.Event).OfType<MessageDeleted>().DistinctBy(e => e.ProviderMessageId).ToList();
        if (deletions.Count > 0)
        {
            await PublishAsync(db, """
                UPDATE messages m SET deleted_at = n.at FROM unnest($2::text[], $3::timestamptz[]) AS n (provider_id, at)
                WHERE m.organization_id = $1 AND m.whatsapp_message_id = n.provider_id AND m.deleted_at IS NULL
                RETURNING m.contact_id, m.id
                """, ct, db.OrganizationId, deletions.ConvertAll(e => e.ProviderMessageId).ToArray(),
                deletions.ConvertAll(e => e.At.ToUniversalTime()).ToArray());
        }

        var reactions = events.Select(e => e.Event).OfType<ReactionChanged>()
            .GroupBy(e => (e.TargetProviderId, e.FromContact)).Select(g => g.MaxBy(e => e.At)!).ToList();
        foreach (var side in reactions.GroupBy(r => r.FromContact))
            await ReactAsync(db, side.Key ? "contact" : "us", [.. side], ct);
    }

    private static Task ReactAsync(ChatFlowDb db, string side, List<ReactionChanged> reactions, CancellationToken ct) => PublishAsync(db, """
        UPDATE messages m SET metadata = CASE WHEN n.emoji IS NULL
            THEN m.metadata #- ARRAY['reactions', $4] ELSE m.metadata || jsonb_build_object('reactions', coalesce(m.metadata -> 'reactions', '{}') || n.emoji::jsonb) END
        FROM unnest($2::text[], $3::text[]) AS n (provider_id, emoji)
        WHERE m.organization_id = $1 AND m.whatsapp_message_id = n.provider_id
        RETURNING m.contact_id, m.id
        """, ct, db.OrganizationId, reactions.ConvertAll(r => r.TargetProviderId).ToArray(),
        reactions.ConvertAll(r => r.Emoji is null ? null : JsonSerializer.Serialize(new Dictionary<string, string> { [side] = r.Emoji })).ToArray(), side);

    private static async Task PublishAsync(ChatFlowDb db, string sql, CancellationToken ct, params object[] parameters)
    {
        foreach (var (contact, id) in await db.QueryAsync(sql, r => (r.GetGuid(0), r.GetGuid(1)), ct, parameters))
            db.Publish(LiveKind.MessageChanged, contact, id);
    }
}
