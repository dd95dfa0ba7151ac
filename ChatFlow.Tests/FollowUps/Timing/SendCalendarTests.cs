using ChatFlow.Core.FollowUps.Timing;
using NodaTime;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Timing;

public sealed class SendCalendarTests
{
    private static readonly DateTimeZone s_zone = DateTimeZoneProviders.Tzdb["America/Bogota"];
    private static readonly SendWindow s_office = new(WeekDays.MondayToFriday, new LocalTime(10, 0), new LocalTime(18, 0));

    [Fact]
    public void Every_window_must_be_open()
    {
        var calendar = SendCalendar.Of(s_office, new SendWindow(WeekDays.All, new LocalTime(16, 0), new LocalTime(22, 0)));

        Assert.Equal(Local(23, 16), calendar.FirstAtOrAfter(Local(20, 19), s_zone));
    }

    [Fact]
    public void Windows_that_never_meet_give_up()
    {
        var calendar = SendCalendar.Of(s_office, new SendWindow(WeekDays.Sunday, new LocalTime(8, 0), new LocalTime(12, 0)));

        Assert.Null(calendar.FirstAtOrAfter(Local(20, 19), s_zone));
    }

    [Fact]
    public void A_closed_date_is_passed_over()
    {
        var calendar = new SendCalendar([s_office], new HashSet<LocalDate> { new(2026, 11, 23) });

        Assert.Equal(Local(24, 10), calendar.FirstAtOrAfter(Local(20, 19), s_zone));
    }

    [Fact]
    public void A_fortnight_of_closed_dates_gives_up()
    {
        var closed = Enumerable.Range(0, 16).Select(i => new LocalDate(2026, 11, 20).PlusDays(i)).ToHashSet();

        Assert.Null(new SendCalendar([SendWindow.Always], closed).FirstAtOrAfter(Local(20, 19), s_zone));
    }

    [Fact]
    public void Who_waited_for_the_opening_is_spread_over_its_first_half_hour()
    {
        var calendar = SendCalendar.Of(s_office);

        Assert.Equal(Local(23, 10) + Duration.FromMinutes(15), calendar.FirstSpread(Local(20, 19), s_zone, 0.5));
        Assert.Equal(Local(20, 12), calendar.FirstSpread(Local(20, 12), s_zone, 0.5));
    }

    [Fact]
    public void A_short_window_is_not_spread_past_its_end()
    {
        var calendar = SendCalendar.Of(new SendWindow(WeekDays.All, new LocalTime(10, 0), new LocalTime(10, 10)));

        Assert.Equal(Local(21, 10), calendar.FirstSpread(Local(20, 19), s_zone, 0.9));
    }

    private static Instant Local(int day, int hour) => new LocalDateTime(2026, 11, day, hour, 0).InZoneStrictly(s_zone).ToInstant();
}
