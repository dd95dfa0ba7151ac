using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Timing;
using ChatFlow.Web.Components.Shared;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace ChatFlow.Web.Components.FollowUps;

/// <summary>Follow-ups in the person's words; a test proves that no value of an enum lacks its text.</summary>
internal static class FollowUpWords
{
    public static string Of(TriggerType type, IStringLocalizer<FollowUpTexts> texts) => texts[$"Trigger.{type}"];

    public static string Of(DecisionKind kind, IStringLocalizer<FollowUpTexts> texts) => texts[$"Kind.{kind}"];

    public static string Of(DecisionReason reason, IStringLocalizer<FollowUpTexts> texts) => texts[$"Reason.{reason}"];

    public static string Of(ExitReason reason, IStringLocalizer<FollowUpTexts> texts) => texts[$"Exit.{reason}"];

    public static string Of(PauseReason reason, IStringLocalizer<FollowUpTexts> texts) => texts[$"Pause.{reason}"];

    public static string Of(ExecutionStatus status, IStringLocalizer<FollowUpTexts> texts) => texts[$"Status.{status}"];

    public static string Of(FollowUpStrategy strategy, IStringLocalizer<FollowUpTexts> texts) => texts[$"Strategy.{strategy}"];

    public static string Of(DelayUnit unit, IStringLocalizer<FollowUpTexts> texts) => texts[$"Unit.{unit}"];

    /// <summary>Where a run stands and why, in one sentence.</summary>
    public static string State(ExecutionView run, IStringLocalizer<FollowUpTexts> texts) => run switch
    {
        { ExitReason: { } exit } => Of(exit, texts),
        { Status: ExecutionStatus.Paused, PauseReason: { } pause } => Of(pause, texts),
        { Status: ExecutionStatus.Active, CurrentStep: var step, StepCount: var count } when step > count => texts["AwaitingEnd"],
        { Status: ExecutionStatus.Active } => texts["StepOf", run.CurrentStep, run.StepCount],
        _ => Of(run.Status, texts),
    };

    public static string Of(Duration span, IStringLocalizer<FollowUpTexts> texts)
    {
        var (days, hours, minutes) = ((int)span.TotalDays, span.Hours, span.Minutes);
        return (days, hours, minutes) switch
        {
            (0, 0, 0) => texts["Dur.Now"],
            (0, 0, _) => texts["Dur.Minutes", minutes],
            (0, _, 0) => texts["Dur.Hours", hours],
            (0, _, _) => texts["Dur.HoursMinutes", hours, minutes],
            (_, 0, _) => texts["Dur.Days", days],
            _ => texts["Dur.DaysHours", days, hours],
        };
    }

    public static string Of(WeekDays days, IStringLocalizer<FollowUpTexts> texts) => days switch
    {
        WeekDays.All => texts["Days.All"],
        WeekDays.MondayToFriday => texts["Days.MondayToFriday"],
        WeekDays.MondayToSaturday => texts["Days.MondayToSaturday"],
        _ => texts["Days.Some"],
    };

    /// <summary>An expected failure in this feature's own words, else in everybody's.</summary>
    public static string Of(Error error, IStringLocalizer<FollowUpTexts> texts) =>
        texts[$"Error.{error.Code}"] is { ResourceNotFound: false } own ? own.Value : ErrorText.Of(error);
}
