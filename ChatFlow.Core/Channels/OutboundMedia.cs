namespace ChatFlow.Core.Channels;

/// <summary>A file that goes out with a message; the message's text is its caption.</summary>
/// <param name="Kind">Image, Video, Audio, Document or Sticker.</param>
/// <param name="Type">The MIME type that the content showed, not the one that somebody said.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Voice">Spoken for this conversation: shown as a voice note.</param>
/// <param name="OpenAsync">The bytes, from the start, each time; null when they are gone.</param>
public sealed record OutboundMedia(
    MessageType Kind, string Type, string FileName, long Length, bool Voice, Func<CancellationToken, Task<Stream?>> OpenAsync)
{
    /// <summary>How long one call that carries the file may take: a slow line moves at least half a megabyte a second.</summary>
    public TimeSpan Limit(TimeSpan withoutFile)
    {
        var limit = withoutFile + TimeSpan.FromSeconds(Length / (512.0 * 1024));
        return limit < s_longest ? limit : s_longest;
    }

    // A send that takes longer than SendExpiry allows would be taken for a dead one.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    public static ChannelError Missing { get; } = new("media_missing", ChannelErrorClass.Media, "The file is no longer there.");
}
