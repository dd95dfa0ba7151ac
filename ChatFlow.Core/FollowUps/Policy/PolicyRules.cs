using System.Globalization;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Timing;

namespace ChatFlow.Core.FollowUps.Policy;

/// <summary>One whole-number cell of the policy: its JSON name, its range, and how to read and replace it.</summary>
internal sealed record PolicyCell(
    string Name, int Least, int Most, Func<FollowUpPolicy, int> Get, Func<FollowUpPolicy, int, FollowUpPolicy> With);

internal static class PolicyRules
{
    public const double LeastMultiplier = 0.1;
    public const double MostMultiplier = 10;
    private const int Month = 30 * 24 * 60;

    public static IReadOnlyList<PolicyCell> Cells { get; } =
    [
        new("delayFloorMinutes", 0, Month, p => p.DelayFloorMinutes, (p, v) => p with { DelayFloorMinutes = v }),
        new("maxSteps", 1, 50, p => p.MaxSteps, (p, v) => p with { MaxSteps = v }),
        new("maxPerDay", 1, 50, p => p.MaxPerDay, (p, v) => p with { MaxPerDay = v }),
        new("maxPer7Days", 1, 200, p => p.MaxPer7Days, (p, v) => p with { MaxPer7Days = v }),
        new("maxPer30Days", 1, 500, p => p.MaxPer30Days, (p, v) => p with { MaxPer30Days = v }),
        new("minGapMinutes", 0, Month, p => p.MinGapMinutes, (p, v) => p with { MinGapMinutes = v }),
        new("templateGapMinutes", 0, Month, p => p.TemplateGapMinutes, (p, v) => p with { TemplateGapMinutes = v }),
        new("giveUpAfterUnanswered", 1, 50, p => p.GiveUpAfterUnanswered, (p, v) => p with { GiveUpAfterUnanswered = v }),
        new("giveUpAfterUnread", 1, 50, p => p.GiveUpAfterUnread, (p, v) => p with { GiveUpAfterUnread = v }),
        new("maxLifetimeDays", 1, 365, p => p.MaxLifetimeDays, (p, v) => p with { MaxLifetimeDays = v }),
        new("laterPauseDays", 0, 365, p => p.LaterPauseDays, (p, v) => p with { LaterPauseDays = v }),
        new("reentryCooldownDays", 0, 365, p => p.ReentryCooldownDays, (p, v) => p with { ReentryCooldownDays = v }),
        new("overCapDelayMinutes", 0, 2 * 24 * 60, p => p.OverCapDelayMinutes, (p, v) => p with { OverCapDelayMinutes = v }),
        new("jitterMinutes", 0, 240, p => p.JitterMinutes, (p, v) => p with { JitterMinutes = v }),
        new("finalWaitMinutes", 0, Month, p => p.FinalWaitMinutes, (p, v) => p with { FinalWaitMinutes = v }),
    ];

    public static IReadOnlyList<ValidationError> Check(FollowUpPolicy policy)
    {
        var errors = new List<ValidationError>();
        if (policy.DelayMultiplier is not (>= LeastMultiplier and <= MostMultiplier))
            errors.Add(OutOfRange("delayMultiplier", LeastMultiplier, MostMultiplier));
        foreach (var cell in Cells)
        {
            var value = cell.Get(policy);
            if (value < cell.Least || value > cell.Most)
                errors.Add(OutOfRange(cell.Name, cell.Least, cell.Most));
        }

        if ((policy.Window.Days & WeekDays.All) == WeekDays.None)
            errors.Add(new("window_without_days", "The send window needs at least one day of the week.", Field("window.days")));
        return errors;
    }

    public static string Field(string cell) => $"policy.{cell}";

    private static ValidationError OutOfRange(string cell, double least, double most) => new(
        "policy_out_of_range",
        string.Create(CultureInfo.InvariantCulture, $"{cell} must be between {least} and {most}."),
        Field(cell));
}
