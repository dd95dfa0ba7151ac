using System.Text.Json;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>
/// What a sequence works for. <paramref name="Event"/>: its own conversion event beside <c>conversion</c>, which counts
/// for all; <paramref name="WindowDays"/>: how long after a message an event is still credited to it.
/// </summary>
public sealed record SequenceGoal(string? Event, int WindowDays)
{
    public const int MostDays = 90;
    private const int LongestEvent = 100;

    public static SequenceGoal Default { get; } = new(null, 7);

    /// <summary>Reads <c>{"event": "order_paid", "windowDays": 7}</c>; errors are <c>goal_invalid</c> on <c>goal…</c>.</summary>
    public static Result<SequenceGoal> Parse(JsonElement? json)
    {
        if (json is not { ValueKind: not JsonValueKind.Null and not JsonValueKind.Undefined } goal)
            return Default;
        if (goal.ValueKind is not JsonValueKind.Object)
            return SequenceProblems.GoalInvalid("goal", "The goal must be an object.");
        var (name, days) = (Default.Event, Default.WindowDays);
        foreach (var property in goal.EnumerateObject())
        {
            switch (property.Name)
            {
                case "event" when property.Value.ValueKind is JsonValueKind.Null:
                    break;
                case "event" when property.Value.ValueKind is JsonValueKind.String:
                    name = TextRules.Clean(property.Value.GetString());
                    if (TextRules.Check(name, LongestEvent, "goal.event") is { } problem)
                        return problem;
                    break;
                case "windowDays" when property.Value.ValueKind is JsonValueKind.Number && property.Value.TryGetInt32(out days) && days is >= 1 and <= MostDays:
                    break;
                case "event":
                    return SequenceProblems.GoalInvalid("goal.event", "The event must be a text.");
                case "windowDays":
                    return SequenceProblems.GoalInvalid("goal.windowDays", $"windowDays must be a whole number between 1 and {MostDays}.");
                default:
                    return SequenceProblems.GoalInvalid($"goal.{property.Name}", $"The goal has no {property.Name}.");
            }
        }

        return new SequenceGoal(name, days);
    }

    /// <summary>What is stored; anything unreadable counts as the default.</summary>
    public static SequenceGoal Of(string stored)
    {
        using var json = JsonDocument.Parse(stored);
        return Parse(json.RootElement).Match(g => g, _ => Default);
    }

    /// <summary>As it is stored: only what differs from the default.</summary>
    public string Store()
    {
        var cells = new Dictionary<string, object>();
        if (Event is not null)
            cells["event"] = Event;
        if (WindowDays != Default.WindowDays)
            cells["windowDays"] = WindowDays;
        return JsonSerializer.Serialize(cells);
    }
}
