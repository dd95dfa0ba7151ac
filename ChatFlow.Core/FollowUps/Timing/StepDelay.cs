using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;
using NodaTime;
using NodaTime.TimeZones;

namespace ChatFlow.Core.FollowUps.Timing;

/// <summary>
/// How long a step waits. Minutes and hours are elapsed time; days are calendar days at the same wall time, so that
/// "tomorrow" stays 10:00 across a change of the clocks.
/// </summary>
public readonly record struct StepDelay(int Amount, DelayUnit Unit)
{
    private const int LongestDays = 365;

    /// <summary>The delay as plain elapsed time, a day being 24 hours; for comparing, not for computing due times.</summary>
    public Duration Nominal => Unit switch
    {
        DelayUnit.Minutes => Duration.FromMinutes(Amount),
        DelayUnit.Hours => Duration.FromHours(Amount),
        DelayUnit.Days => Duration.FromDays(Amount),
    };

    /// <summary>
    /// The instant this delay after <paramref name="anchor"/>. Of a stretched or shortened delay in days the whole days
    /// keep the wall time and the rest is elapsed time.
    /// </summary>
    public Instant After(Instant anchor, DateTimeZone zone, double multiplier = 1)
    {
        if (Unit is not DelayUnit.Days)
            return anchor + (Nominal * multiplier);
        var scaled = Amount * multiplier;
        var whole = (int)Math.Truncate(scaled);
        var rest = Duration.FromHours(24) * (scaled - whole);
        return whole == 0 ? anchor + rest : SameWallTime(anchor, zone, whole) + rest;
    }

    /// <summary>Null, or what is wrong: negative without a date to count back from, or longer than a year.</summary>
    public ValidationError? Problem(StepAnchor anchor, string field = "delayAmount") => this switch
    {
        { Amount: < 0 } when anchor is StepAnchor.Previous =>
            new("delay_negative", "A delay before something needs a date to count back from.", field),
        _ when Math.Abs((long)Amount) > LongestIn(Unit) =>
            new("delay_too_long", "A delay may be one year at most.", field),
        _ => null,
    };

    private static long LongestIn(DelayUnit unit) => unit switch
    {
        DelayUnit.Minutes => LongestDays * 24L * 60,
        DelayUnit.Hours => LongestDays * 24L,
        DelayUnit.Days => LongestDays,
    };

    // The clock going forward shifts a time that does not exist; going back takes the first of the two.
    private static Instant SameWallTime(Instant anchor, DateTimeZone zone, int days) =>
        zone.ResolveLocal(anchor.InZone(zone).LocalDateTime.PlusDays(days), Resolvers.LenientResolver).ToInstant();
}
