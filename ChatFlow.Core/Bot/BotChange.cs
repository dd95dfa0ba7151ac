using ChatFlow.Core.Ai;
using ChatFlow.Core.Common;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;

namespace ChatFlow.Core.Bot;

/// <summary>Writes a request into a configuration, keys encrypted; for saving, and for trying out what is not saved.</summary>
public sealed class BotChange(SecretCipher cipher, OutboundGuard guard)
{
    /// <summary>What is wrong with the request; addresses that may never be called count, those that do not resolve just now do not.</summary>
    public async Task<ValidationError?> CheckAsync(PutBotRequest request, CancellationToken ct) =>
        request.Check()
        ?? await CheckUrlAsync(request.OpenaiUrl.Value, "openaiUrl", ct)
        ?? await CheckUrlAsync(request.FlowiseUrl.Value, "flowiseUrl", ct);

    /// <returns>What the chosen engine lacks, if anything.</returns>
    public ValidationError? Apply(BotConfig config, PutBotRequest request)
    {
        config.BotEnabled = request.BotEnabled ?? config.BotEnabled;
        config.AgentType = request.AgentType ?? config.AgentType;
        config.BusinessName = TextRules.Clean(request.BusinessName) ?? config.BusinessName;
        config.BusinessDescription = Text(request.BusinessDescription, config.BusinessDescription);
        config.Products = Text(request.Products, config.Products);
        config.BusinessHours = Text(request.BusinessHours, config.BusinessHours);
        config.Language = request.Language ?? config.Language;
        config.Tone = request.Tone ?? config.Tone;
        config.CustomPrompt = Text(request.CustomPrompt, config.CustomPrompt);
        config.AiEngine = request.AiEngine ?? config.AiEngine;
        config.OpenaiUrl = Text(request.OpenaiUrl, config.OpenaiUrl);
        config.OpenaiModel = Text(request.OpenaiModel, config.OpenaiModel);
        config.OpenaiApiKey = Key(config, "openai_api_key", request.OpenaiApiKey, config.OpenaiApiKey);
        config.FlowiseUrl = Text(request.FlowiseUrl, config.FlowiseUrl);
        config.FlowiseChatflowId = Text(request.FlowiseChatflowId, config.FlowiseChatflowId);
        config.FlowiseApiKey = Key(config, "flowise_api_key", request.FlowiseApiKey, config.FlowiseApiKey);
        config.DebounceSeconds = request.DebounceSeconds ?? config.DebounceSeconds;
        config.BusinessHoursOnly = request.BusinessHoursOnly ?? config.BusinessHoursOnly;
        config.ReturnAfterMinutes = request.ReturnAfterMinutes ?? config.ReturnAfterMinutes;
        return Missing(config);
    }

    private static ValidationError? Missing(BotConfig config) => config.AiEngine switch
    {
        AiEngine.Knowledge => null,
        AiEngine.OpenAiCompatible => config.OpenaiUrl is null ? new EngineSettingMissing("openaiUrl")
            : config.OpenaiModel is null ? new EngineSettingMissing("openaiModel") : null,
        AiEngine.Flowise => config.FlowiseUrl is null ? new EngineSettingMissing("flowiseUrl")
            : config.FlowiseChatflowId is null ? new EngineSettingMissing("flowiseChatflowId") : null,
    };

    private async Task<ValidationError?> CheckUrlAsync(string? url, string field, CancellationToken ct) =>
        TextRules.Clean(url) is { } typed && await guard.CheckUrlAsync(typed, field, ct) is { IsSuccess: false, Error: ValidationError refused } ? refused : null;

    private static string? Text(Optional<string?> given, string? current) => given.IsSet ? TextRules.Clean(given.Value) : current;

    private string? Key(BotConfig config, string column, string? given, string? current) =>
        given is null ? current : cipher.EncryptOptional(TextRules.Clean(given), ChannelSettingsReader.Context(column, config.OrganizationId));
}
