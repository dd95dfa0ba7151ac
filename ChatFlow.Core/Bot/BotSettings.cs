using ChatFlow.Core.Ai;
using ChatFlow.Core.Organizations;

namespace ChatFlow.Core.Bot;

/// <summary>The bot as it may be shown: whether a key is there, never the key.</summary>
/// <param name="Products">One product or service a line.</param>
/// <param name="BusinessHours">As people write it; read by <see cref="Bot.BusinessHours"/>.</param>
/// <param name="BusinessHoursUnderstood">False: the hours are text that nobody can compute with, so the bot counts as always open.</param>
/// <param name="DebounceSeconds">How long messages are gathered before the bot answers.</param>
/// <param name="ReturnAfterMinutes">How long the bot stays silent after a person's message.</param>
public sealed record BotSettings(
    bool BotEnabled,
    AgentType AgentType,
    string BusinessName,
    string? BusinessDescription,
    string? Products,
    string? BusinessHours,
    bool BusinessHoursUnderstood,
    BotLanguage Language,
    BotTone Tone,
    string? CustomPrompt,
    AiEngine AiEngine,
    string? OpenaiUrl,
    string? OpenaiModel,
    bool OpenaiApiKeySet,
    string? FlowiseUrl,
    string? FlowiseChatflowId,
    bool FlowiseApiKeySet,
    int DebounceSeconds,
    bool BusinessHoursOnly,
    int ReturnAfterMinutes)
{
    internal static BotSettings Of(BotConfig config) => new(
        config.BotEnabled,
        config.AgentType,
        config.BusinessName,
        config.BusinessDescription,
        config.Products,
        config.BusinessHours,
        Bot.BusinessHours.TryParse(config.BusinessHours, out _),
        config.Language,
        config.Tone,
        config.CustomPrompt,
        config.AiEngine,
        config.OpenaiUrl,
        config.OpenaiModel,
        config.OpenaiApiKey is not null,
        config.FlowiseUrl,
        config.FlowiseChatflowId,
        config.FlowiseApiKey is not null,
        config.DebounceSeconds,
        config.BusinessHoursOnly,
        config.ReturnAfterMinutes);
}
