using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Timing;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Policy;

internal static class PolicyPresets
{
    private const int Hour = 60;
    private const int Day = 24 * Hour;

    public static FollowUpPolicy Of(FollowUpStrategy strategy) => strategy switch
    {
        FollowUpStrategy.Passive => s_passive,
        FollowUpStrategy.Moderate => s_moderate,
        FollowUpStrategy.Aggressive => s_aggressive,
    };

    private static readonly FollowUpPolicy s_passive = new()
    {
        Strategy = FollowUpStrategy.Passive,
        DelayMultiplier = 2.0,
        DelayFloorMinutes = Day,
        MaxSteps = 3,
        MaxPerDay = 1,
        MaxPer7Days = 2,
        MaxPer30Days = 4,
        MinGapMinutes = 48 * Hour,
        TemplateGapMinutes = 72 * Hour,
        Window = new SendWindow(WeekDays.MondayToFriday, new LocalTime(10, 0), new LocalTime(18, 0)),
        GiveUpAfterUnanswered = 2,
        GiveUpAfterUnread = 2,
        MaxLifetimeDays = 45,
        LaterPauseDays = 14,
        ReentryCooldownDays = 30,
        OverCapDelayMinutes = 0,
        JitterMinutes = 40,
        FinalWaitMinutes = 72 * Hour,
    };

    private static readonly FollowUpPolicy s_moderate = new()
    {
        Strategy = FollowUpStrategy.Moderate,
        DelayMultiplier = 1.0,
        DelayFloorMinutes = 4 * Hour,
        MaxSteps = 5,
        MaxPerDay = 1,
        MaxPer7Days = 3,
        MaxPer30Days = 8,
        MinGapMinutes = 20 * Hour,
        TemplateGapMinutes = 48 * Hour,
        Window = new SendWindow(WeekDays.MondayToSaturday, new LocalTime(9, 0), new LocalTime(20, 0)),
        GiveUpAfterUnanswered = 4,
        GiveUpAfterUnread = 3,
        MaxLifetimeDays = 30,
        LaterPauseDays = 7,
        ReentryCooldownDays = 14,
        OverCapDelayMinutes = Day,
        JitterMinutes = 20,
        FinalWaitMinutes = 48 * Hour,
    };

    private static readonly FollowUpPolicy s_aggressive = new()
    {
        Strategy = FollowUpStrategy.Aggressive,
        DelayMultiplier = 0.5,
        DelayFloorMinutes = 30,
        MaxSteps = 7,
        MaxPerDay = 2,
        MaxPer7Days = 5,
        MaxPer30Days = 12,
        MinGapMinutes = 4 * Hour,
        TemplateGapMinutes = Day,
        Window = new SendWindow(WeekDays.All, new LocalTime(8, 0), new LocalTime(21, 0)),
        GiveUpAfterUnanswered = 6,
        GiveUpAfterUnread = 4,
        MaxLifetimeDays = 21,
        LaterPauseDays = 3,
        ReentryCooldownDays = 7,
        OverCapDelayMinutes = 6 * Hour,
        JitterMinutes = 10,
        FinalWaitMinutes = 24 * Hour,
    };
}
