using NodaTime;
using NodaTime.TimeZones;

namespace ChatFlow.Core.FollowUps.Timing;

/// <summary>
/// When messages may go out, in the contact's wall time: on each of <paramref name="Days"/> from
/// <paramref name="Start"/> (included) to <paramref name="End"/> (excluded). An end at or before the start is on the
/// following day; the day named is the one it opens on. Equal times are 24 hours.
/// </summary>
public sealed record SendWindow(WeekDays Days, LocalTime Start, LocalTime End)
{
    // A week reaches every day; the second one covers a night that a change of the clocks swallowed.
    private const int DaysLookedAhead = 15;

    public static SendWindow Always { get; } = new(WeekDays.All, LocalTime.Midnight, LocalTime.Midnight);

    public bool Contains(Instant time, DateTimeZone zone)
    {
        var today = time.InZone(zone).Date;
        return IsOpen(today.PlusDays(-1), time, zone) || IsOpen(today, time, zone);
    }

    /// <summary><paramref name="time"/> if the window is open then, else its next opening; null if it never opens.</summary>
    public Instant? FirstAtOrAfter(Instant time, DateTimeZone zone)
    {
        if (Contains(time, zone))
            return time;
        var date = time.InZone(zone).Date;
        for (var i = 0; i < DaysLookedAhead; i++, date = date.PlusDays(1))
        {
            if (Opening(date, zone) is { } opening && opening.Start > time)
                return opening.Start;
        }

        return null;
    }

    private bool IsOpen(LocalDate date, Instant time, DateTimeZone zone) =>
        Opening(date, zone) is { } opening && opening.Contains(time);

    // Each bound is resolved on its own date: an offset taken once at "now" is an hour off across a change of the clocks.
    private Interval? Opening(LocalDate date, DateTimeZone zone)
    {
        if (!Days.HasFlag((WeekDays)(1 << ((int)date.DayOfWeek - 1))))
            return null;
        var open = Resolve(date + Start, zone);
        var close = Resolve((End <= Start ? date.PlusDays(1) : date) + End, zone);
        return close > open ? new Interval(open, close) : null;
    }

    private static Instant Resolve(LocalDateTime local, DateTimeZone zone) =>
        zone.ResolveLocal(local, Resolvers.LenientResolver).ToInstant();
}
