using ChatFlow.Core.Blobs;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>A file to be served. Whoever gets it disposes the content.</summary>
/// <param name="Content">Can seek.</param>
/// <param name="Type">Safe to name to a browser that is told not to guess.</param>
/// <param name="Shown">May be shown in place.</param>
/// <param name="Tag">Says when the bytes are the same.</param>
public sealed record OpenedMedia(Stream Content, string Type, string FileName, bool Shown, string Tag, DateTimeOffset StoredAt);

/// <summary>Opens a file, or its small picture, for someone of its organization.</summary>
public sealed class OpenMedia(TenantDb tenants, IBlobStore blobs)
{
    public async Task<Result<OpenedMedia>> RunAsync(Actor actor, Guid id, bool thumbnail, CancellationToken ct)
    {
        var file = await tenants.RunAsync(actor.OrganizationId, (db, token) => db.Set<MediaFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, token), ct);
        if (file is null)
            return new MediaUnknown();
        if (file.State != MediaState.Stored || (thumbnail ? file.ThumbnailName : file.BlobName) is not { } name)
            return new MediaGone();
        if (await blobs.OpenAsync(name, ct) is not { } content)
            return new MediaGone();
        var sniffed = file.SniffedType ?? MediaTypes.Unknown;
        var tag = Convert.ToHexStringLower(file.Sha256.AsSpan(0, Math.Min(16, file.Sha256?.Length ?? 0))) + (thumbnail ? "t" : "");
        var storedAt = file.StoredAt ?? file.CreatedAt;
        return thumbnail
            ? new OpenedMedia(content, "image/webp", "thumbnail.webp", true, tag, storedAt)
            : new OpenedMedia(
                content, MediaTypes.IsDangerous(sniffed) ? MediaTypes.Unknown : sniffed, MediaRules.FileName(file.FileName, file.Kind, sniffed),
                MessageMedia.IsShown(file), tag, storedAt);
    }
}
