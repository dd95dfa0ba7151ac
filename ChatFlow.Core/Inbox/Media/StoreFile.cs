using ChatFlow.Core.Blobs;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>What a file turned out to be once its bytes lay in the store.</summary>
internal sealed record StoredFile(string Type, long Length, byte[] Sha256, PictureFacts? Picture);

/// <summary>Puts a stream into the store and looks at what it was. The caller decides whether that may stay.</summary>
public sealed class StoreFile(IBlobStore blobs)
{
    /// <exception cref="FileTooLargeException">More than <paramref name="limit"/> bytes came.</exception>
    internal async Task<StoredFile> RunAsync(Stream content, string blob, string thumbnail, MediaKind? kind, long limit, CancellationToken ct)
    {
        await using var measured = new MeasuredStream(content, limit);
        await blobs.PutAsync(blob, measured, ct);
        var type = MediaTypes.Sniff(measured.Head, kind ?? MediaKind.Document);
        var picture = type.StartsWith("image/", StringComparison.Ordinal) && MediaTypes.IsShown(type) ? await LookAsync(blob, ct) : null;
        if (picture is not null)
        {
            using var small = new MemoryStream(picture.Thumbnail);
            await blobs.PutAsync(thumbnail, small, ct);
        }

        return new StoredFile(type, measured.Count, measured.Sha256(), picture);
    }

    internal async Task DropAsync(params IEnumerable<string> names)
    {
        foreach (var name in names)
            await blobs.DeleteAsync(name, CancellationToken.None);
    }

    internal Task<Stream?> OpenAsync(string name, CancellationToken ct) => blobs.OpenAsync(name, ct);

    private async Task<PictureFacts?> LookAsync(string blob, CancellationToken ct)
    {
        await using var file = await blobs.OpenAsync(blob, ct);
        return file is null ? null : await Thumbnails.ReadAsync(file, ct);
    }
}
