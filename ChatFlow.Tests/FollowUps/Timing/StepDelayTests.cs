using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Timing;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Timing;

public sealed class StepDelayTests
{
    [Theory]
    [InlineData(90, DelayUnit.Minutes, 1, "Europe/Madrid", "2026-10-24T23:30:00Z", "2026-10-25T01:00:00Z")]
    [InlineData(24, DelayUnit.Hours, 1, "Europe/Madrid", "2026-10-24T10:00:00Z", "2026-10-25T10:00:00Z")]
    [InlineData(1, DelayUnit.Days, 1, "Europe/Madrid", "2026-10-24T10:00:00Z", "2026-10-25T11:00:00Z")]
    [InlineData(1, DelayUnit.Days, 1, "Europe/Madrid", "2026-03-28T11:00:00Z", "2026-03-29T10:00:00Z")]
    [InlineData(1, DelayUnit.Days, 0.5, "America/Bogota", "2026-11-22T12:00:00Z", "2026-11-23T00:00:00Z")]
    [InlineData(3, DelayUnit.Days, 0.5, "Europe/Madrid", "2026-10-24T10:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData(2, DelayUnit.Days, 2, "America/Bogota", "2026-11-22T12:00:00Z", "2026-11-26T12:00:00Z")]
    [InlineData(-24, DelayUnit.Hours, 1, "America/Bogota", "2026-11-22T12:00:00Z", "2026-11-21T12:00:00Z")]
    [InlineData(0, DelayUnit.Days, 1, "Europe/Madrid", "2026-10-25T01:30:00Z", "2026-10-25T01:30:00Z")]
    public void Hours_are_elapsed_and_days_keep_the_wall_time(int amount, DelayUnit unit, double multiplier, string zone, string from, string to) =>
        Assert.Equal(At(to), new StepDelay(amount, unit).After(At(from), DateTimeZoneProviders.Tzdb[zone], multiplier));

    [Fact]
    public void A_wall_time_that_does_not_exist_moves_forward() =>
        Assert.Equal(
            At("2026-03-29T01:30:00Z"),
            new StepDelay(1, DelayUnit.Days).After(At("2026-03-28T01:30:00Z"), DateTimeZoneProviders.Tzdb["Europe/Madrid"]));

    [Fact]
    public void A_wall_time_that_comes_twice_takes_the_first() =>
        Assert.Equal(
            At("2026-10-25T00:30:00Z"),
            new StepDelay(1, DelayUnit.Days).After(At("2026-10-24T00:30:00Z"), DateTimeZoneProviders.Tzdb["Europe/Madrid"]));

    [Theory]
    [InlineData(-1, DelayUnit.Hours, StepAnchor.Previous, "delay_negative")]
    [InlineData(-1, DelayUnit.Hours, StepAnchor.TriggerDate, null)]
    [InlineData(0, DelayUnit.Minutes, StepAnchor.Previous, null)]
    [InlineData(366, DelayUnit.Days, StepAnchor.Previous, "delay_too_long")]
    [InlineData(int.MinValue, DelayUnit.Minutes, StepAnchor.TriggerDate, "delay_too_long")]
    public void A_delay_must_make_sense(int amount, DelayUnit unit, StepAnchor anchor, string? code) =>
        Assert.Equal(code, new StepDelay(amount, unit).Problem(anchor)?.Code);

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;
}
