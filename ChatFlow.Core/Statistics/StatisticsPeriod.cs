using ChatFlow.Core.Common;
using NodaTime;

namespace ChatFlow.Core.Statistics;

public sealed record PeriodInvalid(int Longest)
    : ValidationError("statistics.period", $"The period has its first day before its last and spans at most {Longest} days.", "from");

/// <summary>Whole days in a zone, and the moments where they begin and end (a day with a change of clocks has 23 or 25 hours).</summary>
public sealed record StatisticsPeriod(DateOnly From, DateOnly To, DateTimeZone Zone)
{
    public const int LongestDays = 366;
    public const int UsualDays = 30;

    public DateTimeOffset Start => Midnight(From);

    /// <summary>The moment after the last day.</summary>
    public DateTimeOffset End => Midnight(To.AddDays(1));

    public IEnumerable<DateOnly> Days
    {
        get
        {
            for (var day = From; day <= To; day = day.AddDays(1))
                yield return day;
        }
    }

    /// <summary>Without a last day it is today, without a first one the usual number of days before.</summary>
    public static Result<StatisticsPeriod> Of(DateOnly? from, DateOnly? to, DateTimeZone zone, DateTimeOffset now)
    {
        var last = to ?? Instant.FromDateTimeOffset(now).InZone(zone).Date.ToDateOnly();
        // The calendar ends; nobody counts messages there.
        if (last.Year is < 2000 or > 9000 || from is { Year: < 2000 or > 9000 })
            return new PeriodInvalid(LongestDays);
        var first = from ?? last.AddDays(1 - UsualDays);
        return first > last || last.DayNumber - first.DayNumber >= LongestDays
            ? new PeriodInvalid(LongestDays)
            : new StatisticsPeriod(first, last, zone);
    }

    private DateTimeOffset Midnight(DateOnly day) => Zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToDateTimeOffset().ToUniversalTime();
}
