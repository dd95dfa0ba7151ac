using ChatFlow.Core.Ai;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;

namespace ChatFlow.Core.Bot;

/// <summary>Decrypts what the chosen engine needs.</summary>
public sealed class AiSettingsReader(SecretCipher cipher)
{
    public AiSettings Read(BotConfig config) => config.AiEngine switch
    {
        AiEngine.Knowledge => AiSettings.Knowledge,
        AiEngine.OpenAiCompatible => new AiSettings(config.AiEngine, config.OpenaiUrl, Secret(config, "openai_api_key", config.OpenaiApiKey), config.OpenaiModel),
        AiEngine.Flowise => new AiSettings(config.AiEngine, config.FlowiseUrl, Secret(config, "flowise_api_key", config.FlowiseApiKey), config.FlowiseChatflowId),
    };

    private string? Secret(BotConfig config, string column, string? cipherText) =>
        cipher.DecryptOptional(cipherText, ChannelSettingsReader.Context(column, config.OrganizationId));
}
