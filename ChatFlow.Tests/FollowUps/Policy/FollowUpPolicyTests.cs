using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Policy;
using ChatFlow.Core.FollowUps.Timing;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Policy;

public sealed class FollowUpPolicyTests
{
    [Theory]
    [InlineData(FollowUpStrategy.Passive, 2.0, 1440, 3, 1, 2, 4, 48, 72, 2, 2, 45, 14, 30, 0, 40)]
    [InlineData(FollowUpStrategy.Moderate, 1.0, 240, 5, 1, 3, 8, 20, 48, 4, 3, 30, 7, 14, 1440, 20)]
    [InlineData(FollowUpStrategy.Aggressive, 0.5, 30, 7, 2, 5, 12, 4, 24, 6, 4, 21, 3, 7, 360, 10)]
    public void A_strategy_is_these_numbers(
        FollowUpStrategy strategy, double multiplier, int floor, int steps, int day, int week, int month, int gapHours,
        int templateHours, int unanswered, int unread, int lifetime, int later, int cooldown, int overCap, int jitter)
    {
        var policy = FollowUpPolicy.For(strategy);

        Assert.Equal(
            (multiplier, floor, steps, day, week, month, gapHours * 60, templateHours * 60),
            (policy.DelayMultiplier, policy.DelayFloorMinutes, policy.MaxSteps, policy.MaxPerDay, policy.MaxPer7Days, policy.MaxPer30Days, policy.MinGapMinutes, policy.TemplateGapMinutes));
        Assert.Equal(
            (unanswered, unread, lifetime, later, cooldown, overCap, jitter),
            (policy.GiveUpAfterUnanswered, policy.GiveUpAfterUnread, policy.MaxLifetimeDays, policy.LaterPauseDays, policy.ReentryCooldownDays, policy.OverCapDelayMinutes, policy.JitterMinutes));
        Assert.Empty(policy.Validate());
        Assert.Equal("{}", PolicyJson.Overrides(policy));
    }

    [Fact]
    public void Any_subset_of_cells_overrides_the_preset_and_the_rest_stays()
    {
        var policy = PolicyJson.Parse(
            FollowUpStrategy.Moderate,
            """{"minGapMinutes": 5, "delayMultiplier": 0.25, "window": {"end": "24:00"}, "liftLimits": true, "fromTheFuture": [1]}""").Value;

        Assert.Equal(
            FollowUpPolicy.For(FollowUpStrategy.Moderate) with
            {
                MinGapMinutes = 5,
                DelayMultiplier = 0.25,
                LiftLimits = true,
                Window = new SendWindow(WeekDays.MondayToSaturday, new LocalTime(9, 0), LocalTime.Midnight),
            },
            policy);
    }

    [Theory]
    [InlineData("""{"maxSteps": 0}""", "policy.maxSteps")]
    [InlineData("""{"maxSteps": "3"}""", "policy.maxSteps")]
    [InlineData("""{"maxSteps": 2.5}""", "policy.maxSteps")]
    [InlineData("""{"delayMultiplier": 0}""", "policy.delayMultiplier")]
    [InlineData("""{"window": {"days": []}}""", "policy.window.days")]
    [InlineData("""{"window": {"days": ["lunes"]}}""", "policy.window.days")]
    [InlineData("""{"window": {"start": "9am"}}""", "policy.window.start")]
    [InlineData("""{"window": {"end": "25:00"}}""", "policy.window.end")]
    [InlineData("""{"liftLimits": 1}""", "policy.liftLimits")]
    [InlineData("[]", "policy")]
    [InlineData("{", "policy")]
    public void What_is_wrong_is_named(string json, string field) =>
        Assert.Equal(field, Assert.IsType<ValidationError>(PolicyJson.Parse(FollowUpStrategy.Moderate, json).Error).Field);

    [Fact]
    public void Limits_are_lifted_on_the_simulator_alone()
    {
        var policy = FollowUpPolicy.For(FollowUpStrategy.Passive) with { LiftLimits = true };

        Assert.Equal(policy with { LiftLimits = false }, policy.On(isSimulator: false));
        var lifted = policy.On(isSimulator: true);
        Assert.Equal(
            (0, 0, int.MaxValue, SendWindow.Always),
            (lifted.MinGapMinutes, lifted.DelayFloorMinutes, lifted.MaxPerDay, lifted.Window));
        Assert.Equal(FollowUpPolicy.For(FollowUpStrategy.Passive), FollowUpPolicy.For(FollowUpStrategy.Passive).On(isSimulator: true));
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var policies =
            from strategy in Gen.Elements(Enum.GetValues<FollowUpStrategy>())
            from days in Gen.Choose(1, 127)
            from start in Gen.Choose(0, 1439)
            from end in Gen.Choose(0, 1439)
            from multiplier in Gen.Choose(1, 100)
            from share in Gen.Choose(0, 100)
            from cell in Gen.Elements(PolicyRules.Cells.ToArray())
            from lift in Gen.Elements(true, false)
            let changed = cell.With(FollowUpPolicy.For(strategy), cell.Least + (int)((cell.Most - cell.Least) * (share / 100.0)))
            select changed with
            {
                DelayMultiplier = multiplier / 10.0,
                LiftLimits = lift,
                Window = new SendWindow((WeekDays)days, new LocalTime(start / 60, start % 60), new LocalTime(end / 60, end % 60)),
            };

        Prop.ForAll(policies.ToArbitrary(), p => p.Validate().Count == 0 && PolicyJson.Parse(p.Strategy, PolicyJson.Overrides(p)).Value == p)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
