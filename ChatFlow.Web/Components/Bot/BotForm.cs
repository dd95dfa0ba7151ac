using ChatFlow.Core.Ai;
using ChatFlow.Core.Bot;

namespace ChatFlow.Web.Components.Bot;

/// <summary>The page's copy of the bot's settings; two that hold the same are equal.</summary>
public sealed record BotForm
{
    public bool BotEnabled { get; set; }
    public AgentType AgentType { get; set; }
    public string BusinessName { get; set; } = "";
    public string BusinessDescription { get; set; } = "";
    public string Products { get; set; } = "";
    public string BusinessHours { get; set; } = "";
    public BotLanguage Language { get; set; }
    public BotTone Tone { get; set; }
    public string CustomPrompt { get; set; } = "";
    public AiEngine AiEngine { get; set; }
    public string OpenaiUrl { get; set; } = "";
    public string OpenaiModel { get; set; } = "";

    /// <summary>Empty keeps the stored key.</summary>
    public string OpenaiApiKey { get; set; } = "";
    public string FlowiseUrl { get; set; } = "";
    public string FlowiseChatflowId { get; set; } = "";

    /// <summary>Empty keeps the stored key.</summary>
    public string FlowiseApiKey { get; set; } = "";
    public int DebounceSeconds { get; set; }
    public bool BusinessHoursOnly { get; set; }
    public int ReturnAfterMinutes { get; set; }

    /// <summary>Records print their members; this one holds keys.</summary>
    public override string ToString() => nameof(BotForm);

    public static BotForm Of(BotSettings bot) => new()
    {
        BotEnabled = bot.BotEnabled,
        AgentType = bot.AgentType,
        BusinessName = bot.BusinessName,
        BusinessDescription = bot.BusinessDescription ?? "",
        Products = bot.Products ?? "",
        BusinessHours = bot.BusinessHours ?? "",
        Language = bot.Language,
        Tone = bot.Tone,
        CustomPrompt = bot.CustomPrompt ?? "",
        AiEngine = bot.AiEngine,
        OpenaiUrl = bot.OpenaiUrl ?? "",
        OpenaiModel = bot.OpenaiModel ?? "",
        FlowiseUrl = bot.FlowiseUrl ?? "",
        FlowiseChatflowId = bot.FlowiseChatflowId ?? "",
        DebounceSeconds = bot.DebounceSeconds,
        BusinessHoursOnly = bot.BusinessHoursOnly,
        ReturnAfterMinutes = bot.ReturnAfterMinutes,
    };

    public PutBotRequest ToRequest() => new()
    {
        BotEnabled = BotEnabled,
        AgentType = AgentType,
        BusinessName = BusinessName,
        BusinessDescription = BusinessDescription,
        Products = Products,
        BusinessHours = BusinessHours,
        Language = Language,
        Tone = Tone,
        CustomPrompt = CustomPrompt,
        AiEngine = AiEngine,
        OpenaiUrl = OpenaiUrl,
        OpenaiModel = OpenaiModel,
        OpenaiApiKey = OpenaiApiKey.Length == 0 ? null : OpenaiApiKey,
        FlowiseUrl = FlowiseUrl,
        FlowiseChatflowId = FlowiseChatflowId,
        FlowiseApiKey = FlowiseApiKey.Length == 0 ? null : FlowiseApiKey,
        DebounceSeconds = DebounceSeconds,
        BusinessHoursOnly = BusinessHoursOnly,
        ReturnAfterMinutes = ReturnAfterMinutes,
    };
}
