using ChatFlow.Core.Channels;

namespace ChatFlow.Core.Contacts;

/// <summary>
/// WhatsApp's customer service window on the Cloud API: 24 hours from the contact's last message, by the provider's own
/// time of it; only templates go out beyond (contracts/meta-cloud.md section 10). We close two minutes early, so that what
/// is on its way does not arrive too late. The other channels have no such window.
/// </summary>
public static class ServiceWindow
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(24);
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    // A refusal so shortly after a message was on its way before it.
    private static readonly TimeSpan s_crossing = TimeSpan.FromMinutes(1);

    /// <summary>
    /// When it closes, in the past or to come. Null where it is not open as far as we know: nobody has written, or
    /// WhatsApp has refused a message since.
    /// </summary>
    public static DateTimeOffset? ClosesAt(DateTimeOffset? lastInboundAt, DateTimeOffset? refusedAt) =>
        lastInboundAt is not { } last || refusedAt > last + s_crossing ? null : last + Length - Margin;

    public static bool IsOpen(DateTimeOffset? lastInboundAt, DateTimeOffset? refusedAt, DateTimeOffset now) =>
        ClosesAt(lastInboundAt, refusedAt) > now;

    /// <summary>
    /// Known to be closed, so that a send would only be refused. Not so for somebody who has never written to us: they may
    /// have written to the number before it was ours, and only WhatsApp knows.
    /// </summary>
    public static bool IsKnownClosed(ChannelType channel, DateTimeOffset? lastInboundAt, DateTimeOffset? refusedAt, DateTimeOffset now) =>
        channel == ChannelType.MetaApi && (lastInboundAt is not null || refusedAt is not null) && !IsOpen(lastInboundAt, refusedAt, now);
}
