using System.Globalization;
using ChatFlow.Core.Common;

namespace ChatFlow.Web.Api;

/// <summary>
/// Reads query parameters, which endpoints take as text: bound as numbers or enums, a wrong one would be a 400 without a word.
/// </summary>
public static class ApiQuery
{
    public static Result<T?> Enum<T>(string? text, string field)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
            return (T?)null;
        return EnumText<T>.TryParse(text, out var value)
            ? (T?)value
            : new ValidationError("query.unknown_value", $"Must be one of: {string.Join(", ", EnumText<T>.All)}.", field);
    }

    /// <summary>A page's size; more than a page may hold gives the largest.</summary>
    public static Result<int?> Limit(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return (int?)null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? Math.Min(value, PageSize.Maximum)
            : new ValidationError("query.limit", $"Must be a number from 1 to {PageSize.Maximum}.", "limit");
    }

    /// <summary>An ISO 8601 time; one without offset is UTC.</summary>
    public static Result<DateTimeOffset?> Time(string? text, string field)
    {
        if (string.IsNullOrEmpty(text))
            return (DateTimeOffset?)null;
        // A plus in an address means a space: an offset that nobody escaped.
        return DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : new ValidationError("query.time", "Must be a date or a time, such as 2026-01-31T09:00:00Z.", field);
    }
}
