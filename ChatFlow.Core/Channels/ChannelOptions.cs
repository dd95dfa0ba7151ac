namespace ChatFlow.Core.Channels;

public sealed class ChannelOptions
{
    public const string Section = "Channels";

    /// <summary>From the first byte of a send to the last of its answer. After it the outcome is unknown, if anything left.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The same for questions (state, QR code), which change nothing.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
