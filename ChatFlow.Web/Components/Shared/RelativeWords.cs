using System.Globalization;
using Microsoft.Extensions.Localization;

namespace ChatFlow.Web.Components.Shared;

/// <summary>How a moment is told: relative within a day, then a short local date, in the organization's zone.</summary>
public static class RelativeWords
{
    /// <param name="at">The moment, in the zone of <paramref name="now"/>.</param>
    public static string Of(DateTimeOffset at, DateTimeOffset now, IStringLocalizer<SharedTexts> texts)
    {
        var age = now - at;
        var days = now.Date.Subtract(at.Date).Days;
        return (age.Duration(), age < TimeSpan.Zero, days) switch
        {
            ({ TotalMinutes: < 1 }, _, _) => texts["JustNow"],
            ({ TotalHours: < 1 } span, false, _) => texts["MinutesAgo", (int)span.TotalMinutes],
            ({ TotalHours: < 1 } span, true, _) => texts["InMinutes", (int)Math.Ceiling(span.TotalMinutes)],
            ({ TotalDays: < 1 } span, false, 0) => texts["HoursAgo", (int)span.TotalHours],
            ({ TotalDays: < 1 } span, true, 0) => texts["InHours", (int)Math.Ceiling(span.TotalHours)],
            (_, false, 1) => texts["Yesterday", Hour(at)],
            (_, true, -1) => texts["Tomorrow", Hour(at)],
            _ when at.Year == now.Year => at.ToString(DayAndMonth, CultureInfo.CurrentCulture),
            _ => at.ToString("d", CultureInfo.CurrentCulture),
        };
    }

    /// <summary>Date, time and zone in full, for the title.</summary>
    public static string InFull(DateTimeOffset at) =>
        $"{at.ToString("D", CultureInfo.CurrentCulture)}, {Hour(at)}";

    private const string DayAndMonth = "d MMM";

    private static string Hour(DateTimeOffset at) => at.ToString("t", CultureInfo.CurrentCulture);
}
