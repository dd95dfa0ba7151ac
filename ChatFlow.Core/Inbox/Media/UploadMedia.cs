using ChatFlow.Core.Blobs;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Inbox.Media;

/// <param name="Content">Read once, to its end or its limit.</param>
/// <param name="Length">As the browser tells; null when it does not.</param>
/// <param name="Voice">Recorded for this conversation.</param>
public sealed record UploadMediaRequest(Stream Content, string? FileName, string? DeclaredType, long? Length, bool Voice = false);

/// <summary>Takes a file that is to be sent: stored, looked at, and kept for a day until a message takes it along.</summary>
public sealed class UploadMedia(TenantDb tenants, StoreFile store, TimeProvider clock)
{
    public async Task<Result<MessageMedia>> RunAsync(Actor actor, UploadMediaRequest request, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return new ForbiddenError();
        if (request.Length > MediaRules.Largest)
            return TooLarge();
        if (request.Length == 0)
            return new MediaEmpty();
        var declared = request.DeclaredType is { Length: <= 200 } type && TextRules.IsStorable(type) ? type : null;
        var told = DeclaredKind(declared);
        var file = new MediaFile
        {
            Id = Guid.NewGuid(),
            OrganizationId = actor.OrganizationId,
            Kind = told,
            State = MediaState.Fetching,
            DeclaredType = declared,
            FileName = MediaRules.FileName(request.FileName, told, declared),
            BlobName = BlobName.New(),
            ThumbnailName = BlobName.New(),
            CreatedAt = clock.GetUtcNow(),
        };
        // The row comes first: whatever happens to the bytes, somebody knows their name.
        await tenants.RunAsync(actor.OrganizationId, async (db, token) =>
        {
            db.Add(Copy(file));
            await db.SaveChangesAsync(token);
        }, ct);
        var taken = await TakeAsync(file, request, ct);
        if (!taken.IsSuccess)
        {
            await tenants.RunAsync(actor.OrganizationId, (db, token) => db.ExecuteAsync(
                "DELETE FROM media_files WHERE organization_id = $1 AND id = $2", token, db.OrganizationId, file.Id), CancellationToken.None);
            await store.DropAsync(file.BlobName, file.ThumbnailName);
            return taken.Error;
        }

        await tenants.RunAsync(actor.OrganizationId, async (db, token) =>
        {
            db.Update(Copy(taken.Value));
            await db.SaveChangesAsync(token);
        }, ct);
        return MessageMedia.Of(taken.Value);
    }

    private async Task<Result<MediaFile>> TakeAsync(MediaFile file, UploadMediaRequest request, CancellationToken ct)
    {
        StoredFile stored;
        try
        {
            stored = await store.RunAsync(request.Content, file.BlobName!, file.ThumbnailName!, file.Kind, MediaRules.Largest, ct);
        }
        catch (FileTooLargeException)
        {
            return TooLarge();
        }
        catch (IOException)
        {
            return new MediaInterrupted();
        }
        catch (OperationCanceledException)
        {
            // Whoever uploaded has gone away; the answer is for the record alone.
            return new MediaInterrupted();
        }

        if (stored.Length == 0)
            return new MediaEmpty();
        if (request.Length is { } length && length != stored.Length)
            return new MediaInterrupted();
        if (request.Voice && stored.Type == "audio/webm")
            stored = await PackAsync(file, stored, ct) ?? stored;
        if (MediaRules.Pretends(stored.Type, file.DeclaredType, file.FileName))
            return new MediaLies();
        if (MediaTypes.IsDangerous(stored.Type))
            return new MediaTypeRefused();
        // A picture that nobody can read would be refused by WhatsApp as one.
        var kind = MediaRules.KindToSend(stored.Type, stored.Length);
        file.Kind = kind == MediaKind.Image && stored.Picture is null ? MediaKind.Document : kind;
        file.Voice = request.Voice && file.Kind == MediaKind.Audio;
        file.State = MediaState.Stored;
        file.SniffedType = stored.Type;
        file.ByteCount = stored.Length;
        file.Sha256 = stored.Sha256;
        file.Width = stored.Picture?.Width;
        file.Height = stored.Picture?.Height;
        file.ThumbnailName = stored.Picture is null ? null : file.ThumbnailName;
        file.StoredAt = clock.GetUtcNow();
        return file;
    }

    // Browsers record WebM, WhatsApp speaks Ogg. What cannot be packed anew goes as the document that it is.
    private async Task<StoredFile?> PackAsync(MediaFile file, StoredFile stored, CancellationToken ct)
    {
        if (stored.Length > MediaRules.LargestReceived(MediaKind.Audio) || await store.OpenAsync(file.BlobName!, ct) is not { } recorded)
            return null;
        using var bytes = new MemoryStream((int)stored.Length);
        await using (recorded)
            await recorded.CopyToAsync(bytes, ct);
        if (OggOpus.FromWebm(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) is not { } packed)
            return null;
        using var content = new MemoryStream(packed.File);
        var again = await store.RunAsync(content, file.BlobName!, file.ThumbnailName!, MediaKind.Audio, MediaRules.Largest, ct);
        file.Seconds = packed.Seconds;
        file.FileName = Path.ChangeExtension(file.FileName, ".ogg");
        return again;
    }

    private static MediaTooLarge TooLarge() => new((int)(MediaRules.Largest / MediaRules.Megabyte));

    private static MediaKind DeclaredKind(string? type) =>
        type?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true ? MediaKind.Image
        : type?.StartsWith("video/", StringComparison.OrdinalIgnoreCase) == true ? MediaKind.Video
        : type?.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) == true ? MediaKind.Audio
        : MediaKind.Document;

    // A unit of work may run again: each gets an object that nothing else has touched.
    private static MediaFile Copy(MediaFile f) => new()
    {
        Id = f.Id,
        OrganizationId = f.OrganizationId,
        Kind = f.Kind,
        State = f.State,
        DeclaredType = f.DeclaredType,
        SniffedType = f.SniffedType,
        FileName = f.FileName,
        ByteCount = f.ByteCount,
        Sha256 = f.Sha256,
        BlobName = f.BlobName,
        ThumbnailName = f.ThumbnailName,
        Width = f.Width,
        Height = f.Height,
        Seconds = f.Seconds,
        Voice = f.Voice,
        CreatedAt = f.CreatedAt,
        StoredAt = f.StoredAt,
    };
}
