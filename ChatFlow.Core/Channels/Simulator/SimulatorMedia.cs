using ChatFlow.Core.Blobs;

namespace ChatFlow.Core.Channels.Simulator;

/// <summary>Files that the phone in the page sends: put aside as a blob, and copied from there as from a provider.</summary>
internal sealed class SimulatorMedia(IBlobStore blobs) : IMediaSource
{
    public ChannelType Type => ChannelType.Simulator;

    public async Task<MediaFetch> OpenAsync(ChannelSettings settings, MediaReference reference, CancellationToken ct)
    {
        if (!BlobName.IsValid(reference.MediaId))
            return new MediaFetch.Refused(new("no_reference", ChannelErrorClass.Media, "The message names no file."));
        return await blobs.OpenAsync(reference.MediaId!, ct).ConfigureAwait(false) is { } content
            ? new MediaFetch.Opened(content, Length: content.Length)
            : new MediaFetch.Gone(new("not_found", ChannelErrorClass.Media, "The phone no longer has it."));
    }
}
