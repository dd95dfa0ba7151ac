using ChatFlow.Core.Channels;

namespace ChatFlow.Web.Webhooks;

/// <summary>Whose a webhook's key is, with the secrets that prove a request genuine, decrypted. Never logged.</summary>
internal sealed class WebhookConnection(Guid organizationId, ChannelType type, string secret, string? appSecret, string? verifyToken)
{
    public Guid OrganizationId => organizationId;

    public ChannelType Type => type;

    /// <summary>The value of the header that Evolution sends.</summary>
    public string Secret => secret;

    public string? AppSecret => appSecret;

    public string? VerifyToken => verifyToken;
}

/// <summary>An organization that a Meta body speaks of, and the app secret that must verify it.</summary>
internal sealed record MetaOwner(Guid OrganizationId, string? AppSecret);
