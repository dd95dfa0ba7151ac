namespace ChatFlow.Core.Channels;

/// <summary>What a received file is known by at its provider.</summary>
/// <param name="ProviderMessageId">The message that brought it.</param>
/// <param name="MediaId">Meta's id of the file, good for seven days; the simulator's name of it.</param>
/// <param name="Url">An address that the provider told along with the message; it may have died meanwhile.</param>
/// <param name="Sha256">As the message told it, hexadecimal or base64; anything else is no hash.</param>
public sealed record MediaReference(string? ProviderMessageId, string? MediaId = null, string? Url = null, string? Sha256 = null);

/// <summary>What came of asking for a file. Whoever asked disposes it.</summary>
public abstract record MediaFetch : IAsyncDisposable
{
    private MediaFetch()
    {
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The bytes are on their way; nothing that is said of them is proved.</summary>
    /// <param name="Length">As told, in bytes; null when nobody told.</param>
    /// <param name="Sha256">As told, 32 bytes; null when nobody told.</param>
    public sealed record Opened(Stream Content, string? Type = null, long? Length = null, byte[]? Sha256 = null, IDisposable? Owner = null) : MediaFetch
    {
        public override async ValueTask DisposeAsync()
        {
            await Content.DisposeAsync().ConfigureAwait(false);
            Owner?.Dispose();
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The provider says that it has it no more.</summary>
    public sealed record Gone(ChannelError Error) : MediaFetch;

    /// <summary>Worth another try later.</summary>
    public sealed record Failed(ChannelError Error, TimeSpan? After = null) : MediaFetch;

    /// <summary>Another try meets the same wall.</summary>
    public sealed record Refused(ChannelError Error) : MediaFetch;
}

/// <summary>Where one provider keeps the files that people send. A failure is an outcome, not an exception; a cut-off
/// stream throws while it is read.</summary>
public interface IMediaSource
{
    ChannelType Type { get; }

    Task<MediaFetch> OpenAsync(ChannelSettings settings, MediaReference reference, CancellationToken ct);
}
