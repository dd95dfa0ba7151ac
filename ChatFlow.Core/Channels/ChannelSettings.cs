using ChatFlow.Core.Channels.Simulator;

namespace ChatFlow.Core.Channels;

/// <summary>How one organization reaches its provider, secrets decrypted. Never logged, never serialised.</summary>
public abstract record ChannelSettings(ChannelType Type)
{
    /// <summary>Records print their members; these hold secrets.</summary>
    public sealed override string ToString() => Type.ToString();
}

/// <param name="ApiKey">The gateway's global key, or the instance's own.</param>
/// <param name="InstanceToken">What creating the instance answered with; tried first on every route but creating.</param>
public sealed record EvolutionSettings(string Url, string InstanceName, string ApiKey, string? InstanceToken = null)
    : ChannelSettings(ChannelType.EvolutionApi);

public sealed record MetaSettings(
    string BusinessAccountId, string PhoneNumberId, string AccessToken, string? AppSecret, string? VerifyToken)
    : ChannelSettings(ChannelType.MetaApi);

/// <param name="Behaviour">Null: the default.</param>
public sealed record SimulatorSettings(SimulatorBehaviour? Behaviour = null) : ChannelSettings(ChannelType.Simulator);
