using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Inbox.Webhooks;

/// <summary>A genuine body, secrets removed, for one organization.</summary>
/// <param name="Channel">The text of a <see cref="ChannelType"/>, or what else posts to us (<c>chatwoot</c>).</param>
/// <param name="Unreadable">Why it cannot be read, if so: kept and marked, never applied.</param>
public sealed record WebhookBody(Guid OrganizationId, string Channel, byte[] Body, byte[] Hash, string? Unreadable = null)
{
    public WebhookBody(Guid organizationId, ChannelType channel, byte[] body, byte[] hash, string? unreadable = null)
        : this(organizationId, EnumText<ChannelType>.Of(channel), body, hash, unreadable)
    {
    }
}
