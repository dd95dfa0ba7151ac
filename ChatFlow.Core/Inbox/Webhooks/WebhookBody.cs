using ChatFlow.Core.Channels;

namespace ChatFlow.Core.Inbox.Webhooks;

/// <summary>A genuine body, secrets removed, for one organization.</summary>
/// <param name="Unreadable">Why it cannot be read, if so: kept and marked, never applied.</param>
public sealed record WebhookBody(Guid OrganizationId, ChannelType Channel, byte[] Body, byte[] Hash, string? Unreadable = null);
