using System.Text.Json;
using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>A whole definition, as it is to be.</summary>
/// <param name="Enabled">On unless said.</param>
/// <param name="TriggerConfig">An object, by trigger type (<see cref="Triggers.TriggerConfig"/>).</param>
/// <param name="Policy">The cells that differ from the strategy's preset.</param>
/// <param name="Goal"><c>event</c> and <c>windowDays</c>.</param>
/// <param name="Conditions">Who may enter, and stay until a step is sent (<see cref="FollowUps.Conditions.Condition"/>).</param>
/// <param name="ExitOnReply">True unless said.</param>
public sealed record SequenceInput(
    string? Name,
    TriggerType? TriggerType,
    IReadOnlyList<StepInput>? Steps = null,
    string? Description = null,
    bool? Enabled = null,
    JsonElement? TriggerConfig = null,
    FollowUpStrategy? Strategy = null,
    JsonElement? Policy = null,
    JsonElement? Goal = null,
    bool? ExitOnReply = null,
    JsonElement? Conditions = null);

/// <param name="Id">The step that this one changes; without it a new one. With no id anywhere, steps are matched by place.</param>
/// <param name="StepOrder">Sorts; the place in the list where it is left out.</param>
/// <param name="SendConditions">What must hold just before it is sent; else it is passed over.</param>
/// <param name="FallbackText">Sent instead where a variable of the text has no value.</param>
public sealed record StepInput(
    string? MessageTemplate,
    int? DelayAmount,
    DelayUnit? DelayUnit,
    Guid? Id = null,
    int? StepOrder = null,
    StepMessageType? MessageType = null,
    string? FallbackText = null,
    string? ImageUrl = null,
    JsonElement? SendConditions = null);
