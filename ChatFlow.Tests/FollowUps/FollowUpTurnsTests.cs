using ChatFlow.Core.FollowUps.Dispatching;
using Xunit;

namespace ChatFlow.Tests.FollowUps;

/// <summary>The turns of one number, as arithmetic.</summary>
public class FollowUpTurnsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static FollowUpTurns Pace(int perMinute = 30, int from = 2, int to = 2, int? firstDaily = null, DateTimeOffset? next = null)
    {
        var pace = new FollowUpTurns(s_now) { NextSendAt = next ?? s_now, PerMinute = perMinute, GapFrom = from, GapTo = to, FirstDaily = firstDaily };
        pace.Begin();
        return pace;
    }

    [Fact]
    public void One_goes_and_the_others_get_places_a_gap_apart()
    {
        var pace = Pace();

        Assert.Equal(
            new DateTimeOffset?[] { null, s_now.AddSeconds(2), s_now.AddSeconds(4), s_now.AddSeconds(6) },
            Enumerable.Range(0, 4).Select(_ => pace.Take(isFirst: false, isNew: true)));
        Assert.Equal(s_now.AddSeconds(6), pace.TailAt);
    }

    [Fact]
    public void The_new_stand_behind_those_that_have_a_place()
    {
        var pace = Pace(next: s_now.AddSeconds(1));
        pace.TailAt = s_now.AddSeconds(30);

        Assert.Equal(s_now.AddSeconds(1), pace.Take(isFirst: false, isNew: false));
        Assert.Equal(s_now.AddSeconds(32), pace.Take(isFirst: false, isNew: true));
    }

    [Fact]
    public void A_full_minute_waits_for_its_end()
    {
        var pace = Pace(perMinute: 2, from: 0, to: 0);

        Assert.Null(pace.Take(false, true));
        Assert.Null(pace.Take(false, true));
        Assert.Equal(s_now.AddMinutes(1), pace.Take(false, true));
    }

    [Fact]
    public void The_days_first_contacts_are_counted_and_the_rest_come_the_day_after()
    {
        var pace = Pace(from: 0, to: 0, firstDaily: 1);

        Assert.Null(pace.Take(isFirst: true, isNew: true));
        Assert.Equal(s_now.AddDays(1), pace.Take(isFirst: true, isNew: true));
        Assert.Null(pace.Take(isFirst: false, isNew: true));
    }
}
