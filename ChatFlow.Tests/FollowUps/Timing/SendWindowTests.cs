using ChatFlow.Core.FollowUps.Timing;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Timing;

public sealed class SendWindowTests
{
    private static readonly DateTimeZone s_madrid = DateTimeZoneProviders.Tzdb["Europe/Madrid"];

    [Fact]
    public void Nine_in_Madrid_is_nine_on_the_morning_the_clocks_go_back()
    {
        var window = new SendWindow(WeekDays.All, new LocalTime(9, 0), new LocalTime(20, 0));

        var opening = window.FirstAtOrAfter(At("2026-10-24T20:00:00Z"), s_madrid);

        Assert.Equal(At("2026-10-25T08:00:00Z"), opening);
        Assert.Equal(new LocalTime(9, 0), opening!.Value.InZone(s_madrid).TimeOfDay);
    }

    [Fact]
    public void Friday_at_ten_in_the_evening_in_Sao_Paulo_is_still_Friday()
    {
        var zone = DateTimeZoneProviders.Tzdb["America/Sao_Paulo"];
        var window = new SendWindow(WeekDays.MondayToFriday, new LocalTime(22, 0), new LocalTime(23, 0));

        var opening = window.FirstAtOrAfter(At("2026-11-20T15:00:00Z"), zone);

        Assert.Equal(new LocalDateTime(2026, 11, 20, 22, 0), opening!.Value.InZone(zone).LocalDateTime);
    }

    [Theory]
    [InlineData("2026-11-20T21:30:00Z", true)] // Friday 22:30
    [InlineData("2026-11-21T00:30:00Z", true)] // Saturday 01:30, still Friday's night
    [InlineData("2026-11-21T01:00:00Z", false)] // closed at 02:00
    [InlineData("2026-11-21T21:30:00Z", false)] // Saturday's own night does not open
    [InlineData("2026-11-20T11:00:00Z", false)]
    public void A_night_belongs_to_the_day_it_begins_on(string time, bool open)
    {
        var window = new SendWindow(WeekDays.MondayToFriday, new LocalTime(22, 0), new LocalTime(2, 0));

        Assert.Equal(open, window.Contains(At(time), s_madrid));
    }

    [Fact]
    public void Equal_times_are_the_whole_day()
    {
        var window = new SendWindow(WeekDays.Monday, LocalTime.Midnight, LocalTime.Midnight);

        Assert.True(window.Contains(At("2026-11-23T22:59:00Z"), s_madrid));
        Assert.False(window.Contains(At("2026-11-23T23:00:00Z"), s_madrid));
    }

    [Fact]
    public void A_window_inside_the_missing_hour_waits_for_it_to_exist()
    {
        var window = new SendWindow(WeekDays.All, new LocalTime(2, 15), new LocalTime(2, 45));

        Assert.Equal(At("2026-03-29T01:15:00Z"), window.FirstAtOrAfter(At("2026-03-28T12:00:00Z"), s_madrid));
    }

    [Fact]
    public void Without_days_it_never_opens() =>
        Assert.Null(new SendWindow(WeekDays.None, LocalTime.Midnight, LocalTime.Midnight).FirstAtOrAfter(At("2026-11-20T15:00:00Z"), s_madrid));

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;
}
