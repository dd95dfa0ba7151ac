using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>A message's file as the REST interface and the pages show it.</summary>
/// <param name="Type">The MIME type that the content shows; null until it is stored.</param>
/// <param name="Size">Bytes; as the provider told until it is stored.</param>
/// <param name="Width">Pixels, the picture standing upright; null when nobody knows.</param>
/// <param name="Voice">Spoken for the conversation.</param>
/// <param name="Shown">A page may show it in place; everything else is a download.</param>
/// <param name="Problem">Why it is not there, or the last reason while it is tried again.</param>
public sealed record MessageMedia(
    Guid Id,
    MediaKind Kind,
    MediaState State,
    string? Type,
    string FileName,
    long? Size,
    int? Width,
    int? Height,
    int? Seconds,
    bool Voice,
    bool Shown,
    bool HasThumbnail,
    string? Problem)
{
    /// <summary>Where a program reads the bytes, with its key; null while there are none.</summary>
    public string? Url => State == MediaState.Stored ? $"/api/v1/media/{Id}" : null;

    internal static MessageMedia Of(MediaFile f) => new(
        f.Id, f.Kind, f.State, f.SniffedType, MediaRules.FileName(f.FileName, f.Kind, f.SniffedType ?? f.DeclaredType), f.ByteCount, f.Width, f.Height,
        f.Seconds, f.Voice, IsShown(f), f is { State: MediaState.Stored, ThumbnailName: not null }, f.ErrorCode);

    // A picture that could not be read, or has too many pixels, is none to show.
    internal static bool IsShown(MediaFile f) => f.State == MediaState.Stored && MediaTypes.IsShown(f.SniffedType)
        && (f.SniffedType!.StartsWith("image/", StringComparison.Ordinal) ? f.ThumbnailName is not null : true);

    internal static async Task<Dictionary<Guid, MessageMedia>> ReadAsync(ChatFlowDb db, Guid[] messages, CancellationToken ct) => messages.Length == 0
        ? []
        : (await db.Set<MediaFile>().AsNoTracking().Where(f => f.MessageId != null && messages.Contains(f.MessageId.Value)).ToListAsync(ct))
            .ToDictionary(f => f.MessageId!.Value, Of);
}
