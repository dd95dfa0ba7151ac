using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Simulator;
using ChatFlow.Core.Security;

namespace ChatFlow.Core.Organizations;

/// <summary>Decrypts a connection into what a channel needs; the one place where channel secrets become readable.</summary>
public sealed class ChannelSettingsReader(SecretCipher cipher)
{
    /// <summary>Null while the connection is not filled in.</summary>
    public ChannelSettings? Read(BotConfig config) => config.ConnectionType switch
    {
        ChannelType.Simulator => new SimulatorSettings(SimulatorBehaviour.Read(config.SimulatorBehaviour)),
        ChannelType.EvolutionApi => config is { EvolutionApiUrl: { } url, EvolutionInstanceName: { } instance, EvolutionApiKey: { } key }
            ? new EvolutionSettings(url, instance, Secret(config, "evolution_api_key", key),
                config.EvolutionInstanceToken is { } token ? Secret(config, "evolution_instance_token", token) : null)
            : null,
        ChannelType.MetaApi => config is { MetaPhoneNumberId: { } number, MetaAccessToken: { } token }
            ? new MetaSettings(config.MetaBusinessAccountId ?? "", number, Secret(config, "meta_access_token", token), null, null)
            : null,
    };

    private string Secret(BotConfig config, string column, string cipherText) => cipher.Decrypt(cipherText, Context(column, config.OrganizationId));

    /// <summary>What ties a ciphertext to its column and organization.</summary>
    public static string Context(string column, Guid organizationId) => SecretContext.Of($"bot_configs.{column}", organizationId);
}
