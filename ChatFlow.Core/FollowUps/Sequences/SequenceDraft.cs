using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Conditions;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Policy;
using ChatFlow.Core.FollowUps.Templating;
using ChatFlow.Core.FollowUps.Timing;
using ChatFlow.Core.FollowUps.Triggers;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>A definition that was checked and can be stored. What the engine would not carry out is refused, not kept.</summary>
internal sealed record SequenceDraft(
    string Name, string? Description, bool Enabled, TriggerType Trigger, string TriggerConfig, FollowUpStrategy Strategy, string Policy,
    string Goal, bool ExitOnReply, string Conditions, IReadOnlyList<StepDraft> Steps)
{
    public const int MostSteps = 50;
    private const int LongestDescription = 2000;
    private static readonly string[] s_otherCells = ["delayMultiplier", "liftLimits", "window"];

    public static Result<SequenceDraft> Read(SequenceInput input)
    {
        var name = TextRules.Clean(input.Name);
        var description = TextRules.Clean(input.Description);
        if ((TextRules.Require(name, 255, "name") ?? TextRules.Check(description, LongestDescription, "description")) is { } unnamed)
            return unnamed;
        if (input.TriggerType is not { } type)
            return SequenceProblems.TriggerMissing;
        if (!Fires(type))
            return SequenceProblems.TriggerNotYet(EnumText<TriggerType>.Of(type));
        var trigger = Triggers.TriggerConfig.Parse(type, input.TriggerConfig ?? default);
        if (!trigger.IsSuccess)
            return trigger.Error;
        var conditions = Condition.Parse(input.Conditions, "conditions");
        if (!conditions.IsSuccess)
            return conditions.Error;
        var strategy = input.Strategy ?? FollowUpStrategy.Moderate;
        if (UnknownCell(input.Policy) is { } unknown)
            return SequenceProblems.PolicyUnknown(unknown);
        var policy = PolicyJson.Parse(strategy, input.Policy ?? default);
        if (!policy.IsSuccess)
            return policy.Error;
        var goal = SequenceGoal.Parse(input.Goal);
        if (!goal.IsSuccess)
            return goal.Error;
        var steps = ReadSteps(input.Steps ?? []);
        if (!steps.IsSuccess)
            return steps.Error;
        var enabled = input.Enabled ?? true;
        if (enabled && steps.Value.Count == 0)
            return SequenceProblems.StepsMissing;
        return new SequenceDraft(
            name!, description, enabled, type, Object(input.TriggerConfig), strategy, PolicyJson.Overrides(policy.Value), goal.Value.Store(),
            input.ExitOnReply ?? true, ConditionText(input.Conditions, conditions.Value), steps.Value);
    }

    /// <summary>Whether something in the application starts sequences of this type today.</summary>
    public static bool Fires(TriggerType type) => type switch
    {
        TriggerType.Keyword or TriggerType.NoResponse or TriggerType.Variable or TriggerType.Action or TriggerType.AbandonedCart
            or TriggerType.QuoteSent or TriggerType.MeetingScheduled or TriggerType.FormIncomplete or TriggerType.Custom => true,
        TriggerType.TimeBased or TriggerType.ConversationState or TriggerType.BotStage => false,
    };

    private static Result<IReadOnlyList<StepDraft>> ReadSteps(IReadOnlyList<StepInput> given)
    {
        if (given.Count > MostSteps)
            return SequenceProblems.TooManySteps(MostSteps);
        var steps = new List<StepDraft>(given.Count);
        foreach (var (input, i) in given.Select((s, i) => (s, i)).OrderBy(s => s.s.StepOrder ?? s.i + 1))
        {
            var step = StepDraft.Read(input, steps.Count + 1, $"steps[{i}]");
            if (!step.IsSuccess)
                return step.Error;
            if (input.Id is not null && steps.Exists(s => s.Id == input.Id))
                return SequenceProblems.StepTwice($"steps[{i}].id");
            steps.Add(step.Value);
        }

        return steps;
    }

    /// <summary>As it is stored: what was given, or the empty object for nothing asked.</summary>
    internal static string ConditionText(JsonElement? given, Condition.Parsed parsed) => parsed.Root is null ? "{}" : given!.Value.GetRawText();

    private static string? UnknownCell(JsonElement? policy) => policy is { ValueKind: JsonValueKind.Object } cells
        ? cells.EnumerateObject().Select(c => c.Name).FirstOrDefault(n => !s_otherCells.Contains(n) && PolicyRules.Cells.All(c => c.Name != n))
        : null;

    private static string Object(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } config ? config.GetRawText() : "{}";
}

/// <summary>A step that was checked. <paramref name="Field"/> names it in errors.</summary>
internal sealed record StepDraft(
    Guid? Id, int Order, StepDelay Delay, string Text, string? Fallback, string? ImageUrl, string Conditions, IReadOnlyList<string> Variables, string Field)
{
    private const int LongestUrl = 2048;

    public static Result<StepDraft> Read(StepInput input, int order, string field)
    {
        if (input.MessageType is StepMessageType.AiGenerated)
            return SequenceProblems.AiNotYet($"{field}.messageType");
        var conditions = Condition.Parse(input.SendConditions, $"{field}.sendConditions");
        if (!conditions.IsSuccess)
            return conditions.Error;
        var delay = new StepDelay(input.DelayAmount ?? 0, input.DelayUnit ?? DelayUnit.Minutes);
        if (input.DelayAmount is null || input.DelayUnit is null)
            return new ValidationError("delay_missing", "Say how long the step waits: delayAmount and delayUnit.", $"{field}.delayAmount");
        if (delay.Problem(StepAnchor.Previous, $"{field}.delayAmount") is { } problem)
            return problem;
        var text = Template(input.MessageTemplate, $"{field}.messageTemplate");
        if (!text.IsSuccess)
            return text.Error;
        var fallback = TextRules.Clean(input.FallbackText);
        if (fallback is not null && Template(fallback, $"{field}.fallbackText") is { IsSuccess: false } unreadable)
            return unreadable.Error;
        var image = TextRules.Clean(input.ImageUrl);
        if (image is not null && !(image.Length <= LongestUrl && Uri.TryCreate(image, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps))
            return new ValidationError("message.image_url", "The image needs an https address.", $"{field}.imageUrl");
        return new StepDraft(
            input.Id, order, delay, input.MessageTemplate!, fallback, image, SequenceDraft.ConditionText(input.SendConditions, conditions.Value),
            text.Value.Variables, field);
    }

    private static Result<MessageTemplate> Template(string? text, string field)
    {
        if (TextRules.Check(text, MessageTemplate.MaxLength, field) is { Code: "text.invalid" } invalid)
            return invalid;
        return MessageTemplate.Parse(text).Match<Result<MessageTemplate>>(t => t, e => new ValidationError(e.Code, e.Message, field));
    }
}
