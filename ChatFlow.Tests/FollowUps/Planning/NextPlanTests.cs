using ChatFlow.Core.Channels;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Planning;
using ChatFlow.Core.FollowUps.Policy;
using ChatFlow.Core.FollowUps.Timing;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Planning;

public sealed class NextPlanTests
{
    private static readonly DateTimeZone s_zone = DateTimeZoneProviders.Tzdb["America/Bogota"];
    private static readonly Instant s_now = new LocalDateTime(2026, 11, 24, 11, 0).InZoneStrictly(s_zone).ToInstant();
    private static readonly PlannerStep s_one = new(1, new StepDelay(0, DelayUnit.Minutes));
    private static readonly PlannerStep s_two = new(2, new StepDelay(2, DelayUnit.Days));

    private static readonly PlannerInput s_input = new()
    {
        Now = s_now,
        ExecutionId = Guid.Parse("0193f0a2-0000-7000-8000-000000000001"),
        StartedAt = s_now,
        PlannedAt = s_now,
        Steps = [s_two, s_one],
        Policy = FollowUpPolicy.For(FollowUpStrategy.Moderate) with { JitterMinutes = 0 },
        Zone = s_zone,
        Channel = ChannelType.EvolutionApi,
    };

    [Fact]
    public void The_first_step_waits_at_least_the_floor() =>
        Assert.Equal(new NextPlan.Scheduled(s_one, s_now + Duration.FromHours(4)), Planner.PlanFirst(s_input, s_now));

    [Fact]
    public void The_next_step_counts_from_the_actual_send() =>
        Assert.Equal(
            new NextPlan.Scheduled(s_two, s_now + Duration.FromDays(2)),
            Planner.PlanAfterSend(s_input with { CurrentStep = 1 }, s_one, s_now));

    [Fact]
    public void After_the_last_step_the_run_waits_for_an_answer_and_then_ends()
    {
        var wait = Assert.IsType<NextPlan.AwaitAnswer>(Planner.PlanAfterSend(s_input with { CurrentStep = 2, SentByThisRun = 1 }, s_two, s_now));

        Assert.Equal((3, s_now + Duration.FromHours(48)), (wait.NextStep, wait.Until));
        Assert.Equal(
            new Decision.Stop(ExitReason.NoResponse, DecisionReason.Finished),
            Planner.Decide(s_input with { CurrentStep = wait.NextStep, Now = wait.Until, PlannedAt = wait.Until, SentByThisRun = 2 }));
    }

    [Fact]
    public void Without_a_final_wait_it_ends_at_once() =>
        Assert.Equal(
            new NextPlan.Ended(ExitReason.NoResponse, DecisionReason.Finished),
            Planner.PlanAfterSend(s_input with { Policy = s_input.Policy with { FinalWaitMinutes = 0 } }, s_two, s_now));

    [Fact]
    public void The_strategys_number_of_steps_is_the_last_one()
    {
        var plan = Planner.PlanAfterSend(s_input with { SentByThisRun = 4 }, s_one, s_now);

        Assert.Equal(3, Assert.IsType<NextPlan.AwaitAnswer>(plan).NextStep);
    }

    [Fact]
    public void A_skipped_step_starts_the_next_wait_now() =>
        Assert.Equal(
            new NextPlan.Scheduled(s_two, s_now + Duration.FromDays(2)),
            Planner.PlanAfterSkip(s_input with { StartedAt = s_now - Duration.FromDays(9), PlannedAt = s_now - Duration.FromDays(8) }, s_one));

    [Fact]
    public void When_nothing_was_sent_nobody_is_waited_for() =>
        Assert.IsType<NextPlan.Ended>(Planner.PlanAfterSkip(s_input, s_two));

    [Fact]
    public void Retired_steps_are_passed_over() =>
        Assert.Equal(
            s_two,
            Assert.IsType<NextPlan.Scheduled>(Planner.PlanFirst(s_input with { Steps = [s_one with { IsRetired = true }, s_two] }, s_now)).Step);

    [Fact]
    public void A_meetings_reminders_count_back_from_its_start()
    {
        var reminder = new PlannerStep(1, new StepDelay(-24, DelayUnit.Hours)) { Anchor = StepAnchor.TriggerDate };
        var start = s_now + Duration.FromDays(3);

        Assert.Equal(
            new NextPlan.Scheduled(reminder, start - Duration.FromHours(24)),
            Planner.PlanFirst(s_input with { Steps = [reminder], TriggerDate = start }, s_now));
    }

    [Fact]
    public void A_resumed_run_keeps_what_was_left_of_its_wait() =>
        Assert.Equal(s_now + Duration.FromHours(3), Planner.ResumeAt(s_input, Duration.FromHours(3)));

    /// <summary>Walks whole runs with a virtual clock: whatever happened before, no message breaks a cap, a gap or the hours.</summary>
    [Fact]
    public void A_run_never_breaks_its_policy_and_always_ends()
    {
        var runs =
            from strategy in Gen.Elements(Enum.GetValues<FollowUpStrategy>())
            from delays in Gen.Choose(0, 100).ListOf(8)
            from unit in Gen.Elements(Enum.GetValues<DelayUnit>())
            from before in Gen.Choose(1, 30 * 24 * 60).ListOf(6)
            from id in Gen.Choose(1, int.MaxValue)
            select (strategy, delays, unit, before, id);
        Prop.ForAll(runs.ToArbitrary(), r => Walk(r.strategy, r.delays, r.unit, r.before, r.id)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static bool Walk(FollowUpStrategy strategy, IEnumerable<int> delays, DelayUnit unit, IEnumerable<int> before, int id)
    {
        var policy = FollowUpPolicy.For(strategy);
        var sends = before.Select(m => s_now - Duration.FromMinutes(m)).Order().ToList();
        var input = s_input with
        {
            ExecutionId = new Guid(id, 0, 0, new byte[8]),
            Policy = policy,
            Steps = [.. delays.Select((d, i) => new PlannerStep(i + 1, new StepDelay(d % (unit is DelayUnit.Days ? 10 : 100), unit)))],
            AutomatedSends = sends,
        };
        var plan = Planner.PlanFirst(input, s_now);
        for (var turn = 0; turn < 200; turn++)
        {
            if (plan is NextPlan.Ended)
                return true;
            input = plan switch
            {
                NextPlan.Scheduled next => input with { CurrentStep = next.Step.Order, PlannedAt = next.DueAt, FirstPlannedAt = next.DueAt, Now = next.DueAt },
                NextPlan.AwaitAnswer wait => input with { CurrentStep = wait.NextStep, PlannedAt = wait.Until, Now = wait.Until },
                _ => input,
            };
            var decision = Planner.Decide(input);
            while (decision is Decision.Move move)
            {
                if (move.Until <= input.Now)
                    return false;
                input = input with { Now = move.Until, PlannedAt = move.Until };
                decision = Planner.Decide(input);
            }

            switch (decision)
            {
                case Decision.Stop:
                    return true;
                case Decision.Skip skip:
                    plan = Planner.PlanAfterSkip(input, skip.Step);
                    break;
                case Decision.Send send:
                    if (Breaks(policy, input.AutomatedSends, input.Now))
                        return false;
                    plan = Planner.PlanAfterSend(input, send.Step, input.Now);
                    input = input with { AutomatedSends = [.. input.AutomatedSends, input.Now], SentByThisRun = input.SentByThisRun + 1, Unanswered = input.Unanswered + 1 };
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool Breaks(FollowUpPolicy policy, IReadOnlyList<Instant> sends, Instant now) =>
        sends.Any(s => now - s < policy.MinGap)
        || sends.Count(s => now - s < Duration.FromDays(7)) >= policy.MaxPer7Days
        || sends.Count(s => now - s < Duration.FromDays(30)) >= policy.MaxPer30Days
        || sends.Count(s => s.InZone(s_zone).Date == now.InZone(s_zone).Date) >= policy.MaxPerDay
        || !policy.Window.Contains(now, s_zone);
}
