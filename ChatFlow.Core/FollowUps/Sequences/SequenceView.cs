using System.Text.Json;
using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>A definition with its steps in order, as the REST interface and the pages show it.</summary>
/// <param name="Conditions">Who may enter and stay (<see cref="FollowUps.Conditions.Condition"/>); empty: everybody.</param>
/// <param name="TotalExecutions">Runs that completed.</param>
/// <param name="SuccessfulConversions">Those of them that converted, also later.</param>
/// <param name="RunningExecutions">Open runs that are not paused.</param>
/// <param name="Version">Rises with every save.</param>
public sealed record SequenceView(
    Guid Id,
    string Name,
    string? Description,
    bool Enabled,
    TriggerType TriggerType,
    JsonElement TriggerConfig,
    FollowUpStrategy Strategy,
    JsonElement Policy,
    JsonElement Goal,
    bool ExitOnReply,
    JsonElement Conditions,
    IReadOnlyList<StepView> Steps,
    int TotalExecutions,
    int SuccessfulConversions,
    int RunningExecutions,
    int PausedExecutions,
    int Version,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt)
{
    internal static SequenceView Of(FollowUpSequence s, IEnumerable<FollowUpStep> steps, (int Running, int Paused) open) => new(
        s.Id, s.Name, s.Description, s.Enabled, s.TriggerType, Json(s.TriggerConfig), s.Strategy, Json(s.Policy), Json(s.Goal), s.ExitOnReply,
        Json(s.Conditions),
        [.. steps.OrderBy(t => t.StepOrder).Select(StepView.Of)], s.TotalExecutions, s.SuccessfulConversions, open.Running, open.Paused,
        s.Version, s.CreatedAt, s.UpdatedAt);

    internal static JsonElement Json(string stored)
    {
        using var json = JsonDocument.Parse(stored);
        return json.RootElement.Clone();
    }
}

/// <param name="SendConditions">What must hold for it to be sent, else it is passed over; empty: nothing.</param>
/// <param name="Variables">Full names of what the text inserts.</param>
public sealed record StepView(
    Guid Id,
    int StepOrder,
    int DelayAmount,
    DelayUnit DelayUnit,
    string MessageTemplate,
    StepMessageType MessageType,
    string? FallbackText,
    string? ImageUrl,
    JsonElement SendConditions,
    IReadOnlyList<string> Variables)
{
    internal static StepView Of(FollowUpStep s) => new(
        s.Id, s.StepOrder, s.DelayAmount, s.DelayUnit, s.MessageTemplate, s.MessageType, s.FallbackText, s.ImageUrl, SequenceView.Json(s.SendConditions),
        JsonSerializer.Deserialize<string[]>(s.AvailableVariables) ?? []);
}
