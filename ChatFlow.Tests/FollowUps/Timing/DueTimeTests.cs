using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Policy;
using ChatFlow.Core.FollowUps.Timing;
using NodaTime;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Timing;

public sealed class DueTimeTests
{
    private static readonly DateTimeZone s_zone = DateTimeZoneProviders.Tzdb["America/Bogota"];
    private static readonly Instant s_monday = new LocalDateTime(2026, 11, 23, 11, 0).InZoneStrictly(s_zone).ToInstant();

    [Theory]
    [InlineData(FollowUpStrategy.Passive, 1, DelayUnit.Hours, "2026-11-24T11:00")] // floor of a day
    [InlineData(FollowUpStrategy.Passive, 1, DelayUnit.Days, "2026-11-25T11:00")] // doubled
    [InlineData(FollowUpStrategy.Moderate, 1, DelayUnit.Hours, "2026-11-23T15:00")] // floor of four hours
    [InlineData(FollowUpStrategy.Moderate, 6, DelayUnit.Hours, "2026-11-23T17:00")]
    [InlineData(FollowUpStrategy.Aggressive, 10, DelayUnit.Minutes, "2026-11-23T11:30")] // floor of half an hour
    [InlineData(FollowUpStrategy.Aggressive, 6, DelayUnit.Hours, "2026-11-23T14:00")] // halved
    [InlineData(FollowUpStrategy.Moderate, 12, DelayUnit.Hours, "2026-11-24T09:00")] // 23:00 waits for the opening
    [InlineData(FollowUpStrategy.Moderate, 6, DelayUnit.Days, "2026-11-30T09:00")] // Sunday waits for Monday
    public void The_strategy_stretches_the_delay_and_keeps_its_hours(FollowUpStrategy strategy, int amount, DelayUnit unit, string local)
    {
        var due = DueTime.NextDue(Request(strategy, new StepDelay(amount, unit)));

        Assert.Equal(local, due!.Value.InZone(s_zone).LocalDateTime.ToString("yyyy-MM-dd'T'HH:mm", null));
    }

    [Fact]
    public void The_gap_counts_from_the_last_message()
    {
        var due = DueTime.NextDue(Request(FollowUpStrategy.Aggressive, new StepDelay(1, DelayUnit.Hours)) with { LastSend = s_monday });

        Assert.Equal(s_monday + Duration.FromHours(4), due);
    }

    [Fact]
    public void A_reminder_is_due_at_its_moment_whatever_the_strategy()
    {
        var due = DueTime.NextDue(Request(FollowUpStrategy.Passive, new StepDelay(-1, DelayUnit.Hours)) with { AnchorKind = StepAnchor.TriggerDate });

        Assert.Equal(s_monday - Duration.FromHours(1), due);
    }

    [Fact]
    public void No_window_means_no_due_time()
    {
        var request = Request(FollowUpStrategy.Moderate, new StepDelay(1, DelayUnit.Days));
        var sunday = new SendWindow(WeekDays.Sunday, new LocalTime(9, 0), new LocalTime(12, 0));

        Assert.Null(DueTime.NextDue(request with { Calendar = SendCalendar.Of(request.Policy.Window, sunday) }));
    }

    [Theory]
    [InlineData(4, DelayUnit.Hours, StepAnchor.Previous, 120)]
    [InlineData(30, DelayUnit.Days, StepAnchor.Previous, 24 * 60)]
    [InlineData(1, DelayUnit.Minutes, StepAnchor.Previous, 120)] // half of the floor
    [InlineData(-1, DelayUnit.Hours, StepAnchor.TriggerDate, 10)]
    public void Lateness_is_half_the_wait_up_to_a_day(int amount, DelayUnit unit, StepAnchor anchor, int minutes) =>
        Assert.Equal(
            Duration.FromMinutes(minutes),
            DueTime.MaxLateness(new StepDelay(amount, unit), anchor, FollowUpPolicy.For(FollowUpStrategy.Moderate)));

    [Fact]
    public void Jitter_is_the_same_each_time_and_differs_between_runs()
    {
        var id = Guid.Parse("0193f0a2-0000-7000-8000-000000000001");

        Assert.Equal(Jitter.Share(id, 1), Jitter.Share(id, 1));
        var shares = Enumerable.Range(0, 1000).Select(i => Jitter.Share(id, i)).ToList();
        Assert.All(shares, s => Assert.InRange(s, 0, 0.9999999999999999));
        Assert.InRange(shares.Average(), 0.45, 0.55);
    }

    private static DueRequest Request(FollowUpStrategy strategy, StepDelay delay)
    {
        var policy = FollowUpPolicy.For(strategy);
        return new DueRequest
        {
            Now = s_monday,
            Anchor = s_monday,
            Delay = delay,
            Policy = policy,
            Calendar = SendCalendar.Of(policy.Window),
            Zone = s_zone,
        };
    }
}
