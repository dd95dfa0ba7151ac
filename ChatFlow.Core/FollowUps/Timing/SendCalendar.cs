using NodaTime;
using NodaTime.TimeZones;

namespace ChatFlow.Core.FollowUps.Timing;

/// <summary>
/// Everything that decides whether a message may go out at a moment: all of <paramref name="Windows"/> must be open
/// (the sequence's, and the organization's or a law's) and the contact's local date must not be in
/// <paramref name="ClosedDates"/>.
/// </summary>
public sealed record SendCalendar(IReadOnlyList<SendWindow> Windows, IReadOnlySet<LocalDate> ClosedDates)
{
    private const int MostIterations = 14;
    private static readonly Duration s_spread = Duration.FromMinutes(30);

    public static SendCalendar Always { get; } = Of();

    public static SendCalendar Of(params IReadOnlyList<SendWindow> windows) => new(windows, new HashSet<LocalDate>());

    public bool Allows(Instant time, DateTimeZone zone) =>
        Windows.All(w => w.Contains(time, zone)) && !ClosedDates.Contains(time.InZone(zone).Date);

    /// <summary>
    /// <paramref name="time"/> if allowed, else the next moment that every window allows; null when fourteen openings
    /// in a row do not help (windows that never meet, a fortnight of closed dates).
    /// </summary>
    public Instant? FirstAtOrAfter(Instant time, DateTimeZone zone)
    {
        for (var i = 0; i < MostIterations; i++)
        {
            if (Allows(time, zone))
                return time;
            if (Advance(time, zone) is not { } later)
                return null;
            time = later;
        }

        return Allows(time, zone) ? time : null;
    }

    /// <summary>
    /// As <see cref="FirstAtOrAfter"/>; whoever had to wait for an opening starts within its first half hour, at
    /// <paramref name="share"/> (0 to 1) of it, so that a night's backlog does not leave in one second.
    /// </summary>
    public Instant? FirstSpread(Instant time, DateTimeZone zone, double share)
    {
        if (FirstAtOrAfter(time, zone) is not { } first || first == time)
            return FirstAtOrAfter(time, zone);
        var spread = first + (s_spread * share);
        return Allows(spread, zone) ? spread : first;
    }

    private Instant? Advance(Instant time, DateTimeZone zone)
    {
        foreach (var window in Windows)
        {
            if (window.FirstAtOrAfter(time, zone) is not { } open)
                return null;
            time = open;
        }

        var date = time.InZone(zone).Date;
        return ClosedDates.Contains(date) ? zone.AtStartOfDay(date.PlusDays(1)).ToInstant() : time;
    }
}
