using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Policy;
using ChatFlow.Core.FollowUps.Timing;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace ChatFlow.Core.FollowUps.Triggers;

public enum TimeMode
{
    /// <summary>Once, at <see cref="TimeTrigger.At"/>.</summary>
    Once,

    /// <summary>On <see cref="TimeTrigger.Days"/> of every week.</summary>
    Weekly,

    /// <summary>Days before or after a date in a contact's custom field.</summary>
    Field,
}

/// <summary>Fires by the clock. Wall times are those of the zone asked with: the contact's, or the organization's.</summary>
public sealed record TimeTrigger(TimeMode Mode, Instant? At, WeekDays Days, string? Field, int OffsetDays, LocalTime AtLocalTime)
    : TriggerConfig(TriggerType.TimeBased)
{
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>
    /// The occurrence after <paramref name="after"/> and not after <paramref name="until"/>, or null.
    /// <paramref name="fieldDate"/> is the contact's date in mode Field.
    /// </summary>
    public Instant? Next(Instant after, Instant until, DateTimeZone zone, LocalDate? fieldDate = null)
    {
        var next = Mode switch
        {
            TimeMode.Once => At,
            TimeMode.Weekly => NextWeekly(after, zone),
            TimeMode.Field => fieldDate is { } date ? On(date.PlusDays(OffsetDays), zone) : null,
        };
        return next > after && next <= until ? next : null;
    }

    internal static TimeTrigger Read(ConfigReader reader)
    {
        var implied = reader.Has("field") ? TimeMode.Field : reader.Has("days") ? TimeMode.Weekly : TimeMode.Once;
        var mode = reader.Choice("mode", implied);
        var at = mode is TimeMode.Once ? reader.Moment("at") : null;
        var days = WeekDays.All;
        if (mode is TimeMode.Once && at is null)
            reader.Fail("at", "A moment is needed, with its offset.");
        if (mode is TimeMode.Weekly && reader.Find("days") is { } list)
        {
            days = SendWindowJson.ReadDays(list) ?? WeekDays.None;
            if (days is WeekDays.None)
                reader.Fail("days", "Days are a list of English names such as \"monday\".");
        }

        var field = mode is TimeMode.Field ? reader.Text("field", required: true) : null;
        const string prefix = "contact.custom_fields.";
        return new TimeTrigger(
            mode,
            at,
            days,
            field?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) == true ? field[prefix.Length..] : field,
            reader.Whole("offsetDays", 0, -365, 365),
            reader.Parsed("atLocalTime", s_time, "HH:mm") ?? new LocalTime(10, 0));
    }

    private Instant? NextWeekly(Instant after, DateTimeZone zone)
    {
        var date = after.InZone(zone).Date;
        for (var i = 0; i <= 8; i++, date = date.PlusDays(1))
        {
            if (Days.HasFlag((WeekDays)(1 << ((int)date.DayOfWeek - 1))) && On(date, zone) is var moment && moment > after)
                return moment;
        }

        return null;
    }

    private Instant On(LocalDate date, DateTimeZone zone) =>
        zone.ResolveLocal(date + AtLocalTime, Resolvers.LenientResolver).ToInstant();
}
