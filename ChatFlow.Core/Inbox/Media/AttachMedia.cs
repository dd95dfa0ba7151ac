using ChatFlow.Core.Blobs;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>Ties an uploaded file to the message that takes it along, and hands it to the channel when that is sent.</summary>
public sealed class AttachMedia(IBlobStore blobs)
{
    /// <summary>As what the file goes out; an error when it is not there or belongs to another message.</summary>
    internal static async Task<Result<MediaKind>> KindAsync(ChatFlowDb db, Guid mediaId, CancellationToken ct)
    {
        var found = await db.QueryAsync(
            "SELECT kind FROM media_files WHERE organization_id = $1 AND id = $2 AND state = 'stored' AND message_id IS NULL FOR UPDATE",
            r => EnumText<MediaKind>.Parse(r.GetString(0)), ct, db.OrganizationId, mediaId);
        if (found.Count > 0)
            return found[0];
        return await db.Set<MediaFile>().AnyAsync(f => f.Id == mediaId, ct) ? new MediaNotReady() : new MediaUnknown();
    }

    /// <summary>In the transaction that wrote the message, after <see cref="KindAsync"/>.</summary>
    internal static Task AttachAsync(ChatFlowDb db, Guid mediaId, Guid messageId, Guid contactId, CancellationToken ct) => db.ExecuteAsync(
        "UPDATE media_files SET message_id = $3, contact_id = $4 WHERE organization_id = $1 AND id = $2", ct, db.OrganizationId, mediaId, messageId, contactId);

    /// <summary>The files of messages that are about to be sent, by the message.</summary>
    internal async Task<Dictionary<Guid, OutboundMedia>> ReadAsync(ChatFlowDb db, IEnumerable<Guid> messages, CancellationToken ct)
    {
        var ids = messages.ToArray();
        return ids.Length == 0
            ? []
            : (await db.Set<MediaFile>().AsNoTracking().Where(f => f.MessageId != null && ids.Contains(f.MessageId.Value)).ToListAsync(ct))
                .ToDictionary(f => f.MessageId!.Value, f => MediaRules.ToSend(f, blobs.OpenAsync));
    }
}
