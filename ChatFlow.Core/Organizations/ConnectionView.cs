using System.Text.Json.Serialization;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Organizations.Health;
using ChatFlow.Core.Security;

namespace ChatFlow.Core.Organizations;

/// <summary>The connection as it may be shown: whether a secret of the provider is there, never the secret.</summary>
/// <param name="Detail">Why it is not connected: a reason of <see cref="ConnectionReasons"/> or the provider's code.</param>
/// <param name="Phone">Our own number, where the provider told it.</param>
/// <param name="Name">The name that its profile bears.</param>
/// <param name="Picture">The profile's picture as a data URI.</param>
/// <param name="SendingPaused">Logged out or token refused: messages wait until the connection is mended.</param>
/// <param name="WebhookUrl">What to register at the provider; null for the simulator and for people who may not administer.</param>
/// <param name="WebhookHeader">The header that the provider must send along; only where we demand one.</param>
public sealed record ConnectionView(
    ChannelType Type,
    EvolutionConnectionView? Evolution,
    MetaConnectionView? Meta,
    ConnectionStatus Status,
    string? Detail,
    string? Phone,
    bool SendingPaused,
    string? WebhookUrl,
    WebhookHeader? WebhookHeader,
    [property: JsonIgnore] string? Name = null,
    [property: JsonIgnore] string? Picture = null)
{
    /// <summary>How it does; null until there was traffic, and where only the settings were asked for.</summary>
    public ConnectionHealthView? Health { get; init; }

    /// <summary>The name of the header that Evolution sends back to us.</summary>
    public const string HeaderName = "X-ChatFlow-Secret";

    /// <param name="publicUrl">Where this installation is reached, ending in a slash.</param>
    internal static ConnectionView Of(BotConfig config, SecretCipher cipher, Uri publicUrl, bool withWebhook)
    {
        var path = config.ConnectionType switch
        {
            ChannelType.EvolutionApi => "evolution",
            ChannelType.MetaApi => "meta",
            ChannelType.Simulator => null,
        };
        return new ConnectionView(
            config.ConnectionType,
            config.EvolutionApiUrl is null && config.EvolutionInstanceName is null
                ? null
                : new EvolutionConnectionView(config.EvolutionApiUrl, config.EvolutionInstanceName, config.EvolutionApiKey is not null),
            config.MetaPhoneNumberId is null
                ? null
                : new MetaConnectionView(
                    config.MetaBusinessAccountId, config.MetaPhoneNumberId, config.MetaAccessToken is not null,
                    config.MetaAppSecret is not null, config.MetaVerifyToken is not null),
            config.ConnectionStatus,
            config.ConnectionDetail,
            config.ConnectionPhone,
            config.SendingPaused,
            withWebhook && path is not null ? new Uri(publicUrl, $"webhooks/{path}/{Secret(config, cipher, "webhook_key", config.WebhookKey)}").AbsoluteUri : null,
            withWebhook && config.ConnectionType == ChannelType.EvolutionApi
                ? new WebhookHeader(HeaderName, Secret(config, cipher, "webhook_secret", config.WebhookSecret))
                : null,
            config.ConnectionName,
            config.ConnectionPicture is { } picture && ProfilePicture.MimeType(picture) is { } mime
                ? $"data:{mime};base64,{Convert.ToBase64String(picture)}"
                : null);
    }

    private static string Secret(BotConfig config, SecretCipher cipher, string column, string text) =>
        cipher.Decrypt(text, ChannelSettingsReader.Context(column, config.OrganizationId));
}

public sealed record EvolutionConnectionView(string? Url, string? InstanceName, bool ApiKeySet);

public sealed record MetaConnectionView(
    string? BusinessAccountId, string? PhoneNumberId, bool AccessTokenSet, bool AppSecretSet, bool VerifyTokenSet);

public sealed record WebhookHeader(string Name, string Value);
