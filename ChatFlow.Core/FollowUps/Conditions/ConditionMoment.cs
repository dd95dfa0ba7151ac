using NodaTime;
using NodaTime.Text;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>Text as a moment: a date (the start of that day in the contact's zone), or a time with its offset.</summary>
internal static class ConditionMoment
{
    private static readonly OffsetDateTimePattern s_full = OffsetDateTimePattern.Rfc3339;
    private static readonly LocalDatePattern s_date = LocalDatePattern.Iso;

    public static bool IsOne(string text) => Exact(text) is not null || s_date.Parse(text).Success;

    /// <summary>Only a moment that is the same in every zone.</summary>
    public static Instant? Exact(string text) => s_full.Parse(text) is { Success: true } full ? full.Value.ToInstant() : null;

    public static Instant? Of(string text, DateTimeZone zone) =>
        Exact(text) ?? (s_date.Parse(text) is { Success: true } date ? zone.AtStartOfDay(date.Value).ToInstant() : null);
}
