using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace ChatFlow.Core.Bot;

/// <summary>
/// When a business is open, read from the line that people write ("Lun-Vie 9:00-18:00; Sáb 9:00-13:00"; Spanish, English or
/// Portuguese). A line that cannot be read with certainty is not read at all: the business then counts as always open.
/// </summary>
public sealed class BusinessHours
{
    private const int MinutesOfDay = 24 * 60;

    private readonly IReadOnlyList<OpenRange> _ranges;

    internal BusinessHours(IReadOnlyList<OpenRange> ranges) => _ranges = ranges;

    public static bool TryParse(string? text, [NotNullWhen(true)] out BusinessHours? hours)
    {
        hours = BusinessHoursText.Read(text) is { } ranges ? new BusinessHours(ranges) : null;
        return hours is not null;
    }

    /// <summary>Whether a business with this line is open; one with an unreadable or no line always is.</summary>
    public static bool IsOpen(string? text, Instant instant, DateTimeZone zone) => !TryParse(text, out var hours) || hours.IsOpen(instant, zone);

    /// <param name="zone">The business's time zone: its clocks say when it opens.</param>
    public bool IsOpen(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone).LocalDateTime;
        var minute = (local.Hour * 60) + local.Minute;
        return _ranges.Any(r =>
            (r.Day == local.DayOfWeek && minute >= r.From && minute < r.To)
            || (r.Day == local.Date.PlusDays(-1).DayOfWeek && minute + MinutesOfDay < r.To));
    }
}

/// <summary>Minutes of the local day; <paramref name="To"/> passes 1,440 for a range that ends after midnight.</summary>
internal sealed record OpenRange(IsoDayOfWeek Day, int From, int To);
