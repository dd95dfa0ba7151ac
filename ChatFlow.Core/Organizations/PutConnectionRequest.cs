using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Organizations;

/// <summary>The whole connection; only an omitted secret keeps what was stored.</summary>
public sealed record PutConnectionRequest(ChannelType? Type, EvolutionInput? Evolution = null, MetaInput? Meta = null)
{
    private const int SecretLength = 4096;

    /// <summary>What is wrong, without looking at what is stored.</summary>
    internal ValidationError? Check() => Type switch
    {
        null => new ConnectionTypeMissing(),
        ChannelType.EvolutionApi when Evolution is null => new ConnectionSettingsMissing("evolution"),
        ChannelType.MetaApi when Meta is null => new ConnectionSettingsMissing("meta"),
        ChannelType.EvolutionApi =>
            TextRules.Require(Evolution.Url, 500, "evolution.url")
            ?? TextRules.Require(Evolution.InstanceName, 255, "evolution.instanceName")
            ?? CheckSecret(Evolution.ApiKey, "evolution.apiKey"),
        ChannelType.MetaApi =>
            TextRules.Require(Meta.BusinessAccountId, 255, "meta.businessAccountId")
            ?? TextRules.Require(Meta.PhoneNumberId, 255, "meta.phoneNumberId")
            ?? (Meta.PhoneNumberId!.Trim().AsSpan().ContainsAnyExceptInRange('0', '9') ? new PhoneNumberIdInvalid() : null)
            ?? CheckSecret(Meta.AccessToken, "meta.accessToken")
            ?? CheckSecret(Meta.AppSecret, "meta.appSecret")
            ?? TextRules.Check(Meta.VerifyToken, 255, "meta.verifyToken"),
        _ => null,
    };

    // It travels in a header, where anything else would be refused in the middle of a send.
    private static ValidationError? CheckSecret(string? secret, string field) =>
        TextRules.Check(secret, SecretLength, field)
        ?? (TextRules.Clean(secret) is { } text && text.AsSpan().ContainsAnyExceptInRange('!', '~') ? new SecretInvalid(field) : null);
}

public sealed record EvolutionInput(string? Url, string? InstanceName, string? ApiKey)
{
    public override string ToString() => nameof(EvolutionInput);
}

public sealed record MetaInput(string? BusinessAccountId, string? PhoneNumberId, string? AccessToken, string? AppSecret, string? VerifyToken)
{
    public override string ToString() => nameof(MetaInput);
}
