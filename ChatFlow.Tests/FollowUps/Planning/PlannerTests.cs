using ChatFlow.Core.Channels;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Planning;
using ChatFlow.Core.FollowUps.Policy;
using ChatFlow.Core.FollowUps.Timing;
using NodaTime;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Planning;

public sealed class PlannerTests
{
    private static readonly DateTimeZone s_zone = DateTimeZoneProviders.Tzdb["America/Bogota"];
    private static readonly Instant s_now = new LocalDateTime(2026, 11, 24, 11, 0).InZoneStrictly(s_zone).ToInstant(); // Tuesday

    private static readonly PlannerStep s_one = new(1, new StepDelay(4, DelayUnit.Hours));
    private static readonly PlannerStep s_two = new(2, new StepDelay(2, DelayUnit.Days));
    private static readonly PlannerStep s_three = new(3, new StepDelay(3, DelayUnit.Days));

    private static readonly PlannerInput s_due = new()
    {
        Now = s_now,
        ExecutionId = Guid.Parse("0193f0a2-0000-7000-8000-000000000001"),
        StartedAt = s_now - Duration.FromHours(4),
        PlannedAt = s_now,
        CurrentStep = 1,
        Steps = [s_one, s_two, s_three],
        Policy = FollowUpPolicy.For(FollowUpStrategy.Moderate),
        Zone = s_zone,
        Channel = ChannelType.EvolutionApi,
    };

    [Fact]
    public void A_due_step_is_sent() =>
        Assert.Equal(new Decision.Send(s_one, AsTemplate: false), Planner.Decide(s_due));

    public static TheoryData<string, Func<PlannerInput, PlannerInput>, ExitReason, DecisionReason, ExecutionStatus> Endings { get; } = new()
    {
        { "opted out", i => i with { ContactOptedOut = true }, ExitReason.OptedOut, DecisionReason.OptedOut, ExecutionStatus.Cancelled },
        { "marketing stopped", i => i with { MarketingStopped = true }, ExitReason.MarketingStopped, DecisionReason.MarketingStopped, ExecutionStatus.Cancelled },
        { "unreachable", i => i with { ContactUnreachable = true }, ExitReason.Unreachable, DecisionReason.Unreachable, ExecutionStatus.Abandoned },
        { "replied", i => i with { RepliedSinceStart = true }, ExitReason.Replied, DecisionReason.Replied, ExecutionStatus.Completed },
        { "converted", i => i with { Converted = true, ExitOnReply = false }, ExitReason.Converted, DecisionReason.Converted, ExecutionStatus.Completed },
        { "deleted", i => i with { SequenceDeleted = true }, ExitReason.SequenceDeleted, DecisionReason.SequenceDeleted, ExecutionStatus.Cancelled },
        { "unanswered", i => i with { Unanswered = 4 }, ExitReason.NoResponse, DecisionReason.GaveUp, ExecutionStatus.Abandoned },
        { "unread", i => i with { Unread = 3 }, ExitReason.NoResponse, DecisionReason.NeverRead, ExecutionStatus.Abandoned },
        { "too old", i => i with { StartedAt = s_now - Duration.FromDays(31) }, ExitReason.NoResponse, DecisionReason.LifetimeOver, ExecutionStatus.Abandoned },
        { "enough steps", i => i with { SentByThisRun = 5 }, ExitReason.NoResponse, DecisionReason.MaxSteps, ExecutionStatus.Abandoned },
        { "all done", i => i with { CurrentStep = 4 }, ExitReason.NoResponse, DecisionReason.Finished, ExecutionStatus.Abandoned },
        { "no steps", i => i with { Steps = [] }, ExitReason.NoResponse, DecisionReason.NoSteps, ExecutionStatus.Abandoned },
        { "conditions", i => i with { ConditionsHold = false, Steps = [s_one with { OnSkip = OnSkip.Exit }] }, ExitReason.Conditions, DecisionReason.ConditionsFalse, ExecutionStatus.Abandoned },
        { "Meta window closed", i => i with { Channel = ChannelType.MetaApi }, ExitReason.WindowClosed, DecisionReason.WindowClosed, ExecutionStatus.Abandoned },
        { "no window", i => i with { OrganizationWindow = new SendWindow(WeekDays.Sunday, new LocalTime(9, 0), new LocalTime(10, 0)) }, ExitReason.NoWindow, DecisionReason.NoWindow, ExecutionStatus.Abandoned },
        { "opted out while paused", i => i with { Status = ExecutionStatus.Paused, PauseReason = PauseReason.Manual, ContactOptedOut = true }, ExitReason.OptedOut, DecisionReason.OptedOut, ExecutionStatus.Cancelled },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public void A_run_ends(string why, Func<PlannerInput, PlannerInput> change, ExitReason exit, DecisionReason reason, ExecutionStatus status)
    {
        var stop = Assert.IsType<Decision.Stop>(Planner.Decide(change(s_due)));

        Assert.True((exit, reason, status) == (stop.ExitReason, stop.Reason, stop.Status), $"{why}: {stop}");
    }

    public static TheoryData<string, Func<PlannerInput, PlannerInput>, PauseReason, DecisionReason> Pauses { get; } = new()
    {
        { "person", i => i with { HeldByPerson = true }, PauseReason.Human, DecisionReason.HumanTookOver },
        { "sequence off", i => i with { SequenceEnabled = false }, PauseReason.Sequence, DecisionReason.SequenceOff },
        { "channel", i => i with { ChannelUsable = false }, PauseReason.Channel, DecisionReason.ChannelDown },
        { "by hand", i => i with { Status = ExecutionStatus.Paused, PauseReason = PauseReason.Manual }, PauseReason.Manual, DecisionReason.PausedByPerson },
        { "error", i => i with { Status = ExecutionStatus.Paused, PauseReason = PauseReason.Error }, PauseReason.Error, DecisionReason.TooManyFailures },
    };

    [Theory]
    [MemberData(nameof(Pauses))]
    public void A_run_waits_for_somebody(string why, Func<PlannerInput, PlannerInput> change, PauseReason pause, DecisionReason reason) =>
        Assert.True(new Decision.Pause(pause, reason) == Planner.Decide(change(s_due)), why);

    public static TheoryData<string, Func<PlannerInput, PlannerInput>, DecisionReason> Skips { get; } = new()
    {
        { "too late", i => i with { PlannedAt = s_now - Duration.FromHours(3) }, DecisionReason.TooLate },
        { "conditions", i => i with { ConditionsHold = false }, DecisionReason.ConditionsFalse },
        { "content", i => i with { ContentProblem = DecisionReason.MissingVariable }, DecisionReason.MissingVariable },
        { "window closed, template later", i => i with { Channel = ChannelType.MetaApi, Steps = [s_one, s_two with { HasTemplate = true }] }, DecisionReason.WindowClosed },
        { "window closed, reply may open it", i => i with { Channel = ChannelType.MetaApi, ExitOnReply = false }, DecisionReason.WindowClosed },
        { "month full", i => i with { AutomatedSends = Ago(25, 20, 15, 14, 13, 12, 11, 10) }, DecisionReason.CapMonth },
        { "week full", i => i with { AutomatedSends = Ago(5, 4, 3) }, DecisionReason.CapWeek },
        { "day full, passive skips", i => i with { Policy = FollowUpPolicy.For(FollowUpStrategy.Passive), AutomatedSends = [s_now - Duration.FromHours(2)] }, DecisionReason.CapDay },
    };

    [Theory]
    [MemberData(nameof(Skips))]
    public void A_step_is_passed_over(string why, Func<PlannerInput, PlannerInput> change, DecisionReason reason)
    {
        var skip = Assert.IsType<Decision.Skip>(Planner.Decide(change(s_due)));

        Assert.True(skip.Reason == reason, $"{why}: {skip.Reason}");
        Assert.Equal(1, skip.Step.Order);
    }

    public static TheoryData<string, Func<PlannerInput, PlannerInput>, DecisionReason, string> Moves { get; } = new()
    {
        { "early", i => i with { PlannedAt = s_now + Duration.FromMinutes(5) }, DecisionReason.NotDue, "2026-11-24 11:05" },
        { "gap", i => i with { AutomatedSends = [s_now - Duration.FromHours(19)] }, DecisionReason.MinGap, "2026-11-24 12:00" },
        { "day full", i => i with { AutomatedSends = [s_now - Duration.FromHours(2)] }, DecisionReason.MinGap, "2026-11-25 09" },
        { "after a person's message", i => i with { LastManualSend = s_now - Duration.FromHours(19) }, DecisionReason.MinGap, "2026-11-24 12:00" },
        { "night", i => i with { Now = s_now + Duration.FromHours(10), PlannedAt = s_now + Duration.FromHours(10) }, DecisionReason.QuietHours, "2026-11-25 09" },
        { "waiting for an answer", i => i with { CurrentStep = 4, PlannedAt = s_now + Duration.FromHours(1) }, DecisionReason.AwaitingAnswer, "2026-11-24 12:00" },
        {
            "template gap",
            i => i with { Channel = ChannelType.MetaApi, Steps = [s_one with { HasTemplate = true }], LastTemplateSend = s_now - Duration.FromHours(47) },
            DecisionReason.TemplateGap, "2026-11-24 12:00"
        },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public void A_step_waits(string why, Func<PlannerInput, PlannerInput> change, DecisionReason reason, string local)
    {
        var move = Assert.IsType<Decision.Move>(Planner.Decide(change(s_due)));

        Assert.True(move.Reason == reason, $"{why}: {move.Reason}");
        Assert.StartsWith(local, move.Until.InZone(s_zone).LocalDateTime.ToString("yyyy-MM-dd HH:mm", null), StringComparison.Ordinal);
    }

    [Fact]
    public void The_caps_patience_counts_from_the_first_promise()
    {
        var full = s_due with { Policy = s_due.Policy with { MinGapMinutes = 0 }, AutomatedSends = [s_now - Duration.FromHours(2)] };

        Assert.IsType<Decision.Move>(Planner.Decide(full));
        var skip = Assert.IsType<Decision.Skip>(Planner.Decide(full with { FirstPlannedAt = s_now - Duration.FromHours(12) }));
        Assert.Equal(DecisionReason.CapDay, skip.Reason);
    }

    [Fact]
    public void A_closed_window_sends_the_template()
    {
        var step = s_one with { HasTemplate = true };

        Assert.Equal(
            new Decision.Send(step, AsTemplate: true),
            Planner.Decide(s_due with { Channel = ChannelType.MetaApi, Steps = [step] }));
    }

    [Fact]
    public void A_reminder_that_quiet_hours_would_carry_past_its_moment_is_passed_over()
    {
        var night = s_now + Duration.FromHours(10);
        var reminder = new PlannerStep(1, new StepDelay(-1, DelayUnit.Hours)) { Anchor = StepAnchor.TriggerDate };

        Assert.Equal(
            new Decision.Skip(reminder, DecisionReason.QuietHours),
            Planner.Decide(s_due with { Now = night, PlannedAt = night, Steps = [reminder] }));
    }

    [Theory]
    [InlineData(ChannelType.Simulator, true)]
    [InlineData(ChannelType.EvolutionApi, false)]
    public void Only_the_simulator_lifts_limits(ChannelType channel, bool sends)
    {
        var night = s_now + Duration.FromHours(12);
        var decision = Planner.Decide(s_due with
        {
            Now = night,
            PlannedAt = night,
            Channel = channel,
            Policy = s_due.Policy with { LiftLimits = true },
            AutomatedSends = [night - Duration.FromMinutes(1)],
        });

        Assert.Equal(sends, decision is Decision.Send);
    }

    [Fact]
    public void A_run_whose_holder_gave_it_back_goes_on() =>
        Assert.IsType<Decision.Send>(Planner.Decide(s_due with { Status = ExecutionStatus.Paused, PauseReason = PauseReason.Human }));

    [Theory]
    [InlineData(ExecutionStatus.Completed)]
    [InlineData(ExecutionStatus.Abandoned)]
    [InlineData(ExecutionStatus.Cancelled)]
    public void What_is_over_stays_over(ExecutionStatus status) =>
        Assert.IsType<Decision.Ignore>(Planner.Decide(s_due with { Status = status, ContactOptedOut = true }));

    private static Instant[] Ago(params int[] days) => [.. days.Select(d => s_now - Duration.FromDays(d))];
}
