using ChatFlow.Core.Blobs;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Receiving;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>Marks the files of new messages as waiting, in the transaction that stores the messages; nothing is asked when there are none.</summary>
public sealed class MediaOnInbound(MediaSignal signal) : IInboundReaction
{
    public async Task ReactAsync(ChatFlowDb db, InboundBatch batch, CancellationToken ct)
    {
        var messages = batch.Inbound.Concat(batch.FromPhone).Where(m => MediaKinds.Of(m.Type) is not null).Select(m => m.MessageId).ToArray();
        if (messages.Length == 0)
            return;
        await db.ExecuteAsync("""
            INSERT INTO media_files (id, organization_id, contact_id, message_id, kind, state, declared_type, file_name, byte_count, width, height,
                seconds, voice, blob_name, thumbnail_name, next_try_at, created_at)
            SELECT n.id, $1, m.contact_id, m.id, m.message_type, 'waiting', left(f ->> 'mimetype', 200), left(f ->> 'fileName', 255),
                CASE WHEN f ->> 'size' ~ '^[0-9]{1,15}$' THEN (f ->> 'size')::bigint END,
                CASE WHEN f ->> 'width' ~ '^[0-9]{1,5}$' THEN (f ->> 'width')::integer END,
                CASE WHEN f ->> 'height' ~ '^[0-9]{1,5}$' THEN (f ->> 'height')::integer END,
                CASE WHEN f ->> 'seconds' ~ '^[0-9]{1,6}$' THEN (f ->> 'seconds')::integer END,
                coalesce(f ->> 'voice', '') = 'true', n.blob, n.thumbnail, $2, $2
            FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) AS n (message_id, id, blob, thumbnail)
            JOIN messages m ON m.organization_id = $1 AND m.id = n.message_id AND m.deleted_at IS NULL
            CROSS JOIN LATERAL (SELECT coalesce(m.metadata -> 'media', '{}') AS f) AS told
            ON CONFLICT (organization_id, message_id) DO NOTHING
            """, ct, db.OrganizationId, batch.Now, messages, Array.ConvertAll(messages, _ => Guid.NewGuid()),
            Array.ConvertAll(messages, _ => BlobName.New()), Array.ConvertAll(messages, _ => BlobName.New()));
        db.AfterCommit(signal.Wake);
    }
}
