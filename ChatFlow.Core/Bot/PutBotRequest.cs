using ChatFlow.Core.Ai;
using ChatFlow.Core.Common;
using ChatFlow.Core.Organizations;

namespace ChatFlow.Core.Bot;

/// <summary>Absent members stay as they are; null clears a text. A key is kept when it is absent or null, and removed by an empty text.</summary>
public sealed record PutBotRequest
{
    public bool? BotEnabled { get; init; }
    public AgentType? AgentType { get; init; }
    public string? BusinessName { get; init; }
    public Optional<string?> BusinessDescription { get; init; }

    /// <summary>One product or service a line.</summary>
    public Optional<string?> Products { get; init; }
    public Optional<string?> BusinessHours { get; init; }
    public BotLanguage? Language { get; init; }
    public BotTone? Tone { get; init; }
    public Optional<string?> CustomPrompt { get; init; }
    public AiEngine? AiEngine { get; init; }
    public Optional<string?> OpenaiUrl { get; init; }
    public Optional<string?> OpenaiModel { get; init; }
    public string? OpenaiApiKey { get; init; }
    public Optional<string?> FlowiseUrl { get; init; }
    public Optional<string?> FlowiseChatflowId { get; init; }
    public string? FlowiseApiKey { get; init; }
    public int? DebounceSeconds { get; init; }
    public bool? BusinessHoursOnly { get; init; }
    public int? ReturnAfterMinutes { get; init; }

    /// <summary>It holds secrets.</summary>
    public override string ToString() => nameof(PutBotRequest);

    /// <summary>What is wrong, without looking at what is stored.</summary>
    internal ValidationError? Check() =>
        (BusinessName is null ? null : TextRules.Require(BusinessName, 255, "businessName"))
        ?? TextRules.Check(BusinessDescription.Value, BotLimits.Text, "businessDescription")
        ?? TextRules.Check(Products.Value, BotLimits.Text, "products")
        ?? TextRules.Check(BusinessHours.Value, 255, "businessHours")
        ?? TextRules.Check(CustomPrompt.Value, BotLimits.Text, "customPrompt")
        ?? TextRules.Check(OpenaiUrl.Value, 500, "openaiUrl")
        ?? TextRules.Check(OpenaiModel.Value, 255, "openaiModel")
        ?? CheckKey(OpenaiApiKey, "openaiApiKey")
        ?? TextRules.Check(FlowiseUrl.Value, 500, "flowiseUrl")
        ?? TextRules.Check(FlowiseChatflowId.Value, 255, "flowiseChatflowId")
        ?? CheckKey(FlowiseApiKey, "flowiseApiKey")
        ?? (DebounceSeconds is < 0 or > BotLimits.DebounceSeconds ? new BotNumberInvalid("debounceSeconds", 0, BotLimits.DebounceSeconds) : null)
        ?? (ReturnAfterMinutes is < 1 or > BotLimits.ReturnAfterMinutes ? new BotNumberInvalid("returnAfterMinutes", 1, BotLimits.ReturnAfterMinutes) : null);

    // It travels in a header, where anything else would be refused in the middle of an answer.
    private static ValidationError? CheckKey(string? key, string field) =>
        TextRules.Check(key, 4096, field)
        ?? (TextRules.Clean(key) is { } text && text.AsSpan().ContainsAnyExceptInRange('!', '~') ? new SecretInvalid(field) : null);
}

internal static class BotLimits
{
    public const int Text = 20_000;
    public const int DebounceSeconds = 60;
    public const int ReturnAfterMinutes = 30 * 24 * 60;
}
