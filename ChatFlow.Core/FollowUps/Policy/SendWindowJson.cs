using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Timing;
using NodaTime;
using NodaTime.Text;

namespace ChatFlow.Core.FollowUps.Policy;

/// <summary>A send window as JSON: <c>{"days": ["monday"], "start": "09:00", "end": "20:00"}</c>; "24:00" is midnight.</summary>
public static class SendWindowJson
{
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private static readonly WeekDays[] s_days =
    [
        WeekDays.Monday, WeekDays.Tuesday, WeekDays.Wednesday, WeekDays.Thursday,
        WeekDays.Friday, WeekDays.Saturday, WeekDays.Sunday,
    ];

    /// <summary>What is missing is taken from <paramref name="preset"/>; null is the preset.</summary>
    public static Result<SendWindow> Read(JsonElement json, SendWindow preset, string field)
    {
        if (json.ValueKind is JsonValueKind.Null)
            return preset;
        if (json.ValueKind is not JsonValueKind.Object)
            return Invalid(field, "The window must be an object with days, start and end.");
        var window = preset;
        if (json.TryGetProperty("days", out var days))
        {
            if (ReadDays(days) is not { } set)
                return Invalid($"{field}.days", "Days are a list of English names such as \"monday\".");
            window = window with { Days = set };
        }

        if (json.TryGetProperty("start", out var start))
        {
            if (ReadTime(start) is not { } time)
                return Invalid($"{field}.start", "A time is written as HH:mm.");
            window = window with { Start = time };
        }

        if (json.TryGetProperty("end", out var end))
        {
            if (ReadTime(end) is not { } time)
                return Invalid($"{field}.end", "A time is written as HH:mm.");
            window = window with { End = time };
        }

        return window;
    }

    public static void Write(Utf8JsonWriter json, string name, SendWindow window)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("days");
        foreach (var day in s_days.Where(d => window.Days.HasFlag(d)))
            json.WriteStringValue(day.ToString().ToLowerInvariant());
        json.WriteEndArray();
        json.WriteString("start", s_time.Format(window.Start));
        json.WriteString("end", s_time.Format(window.End));
        json.WriteEndObject();
    }

    internal static WeekDays? ReadDays(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Array)
            return null;
        var days = WeekDays.None;
        foreach (var item in json.EnumerateArray())
        {
            var name = item.ValueKind is JsonValueKind.String ? item.GetString() : null;
            var day = s_days.FirstOrDefault(d => string.Equals(d.ToString(), name, StringComparison.OrdinalIgnoreCase));
            if (day is WeekDays.None)
                return null;
            days |= day;
        }

        return days;
    }

    internal static LocalTime? ReadTime(JsonElement json) =>
        json.ValueKind is not JsonValueKind.String ? null
        : json.GetString() is "24:00" ? LocalTime.Midnight
        : s_time.Parse(json.GetString()!) is { Success: true } parsed ? parsed.Value
        : null;

    private static ValidationError Invalid(string field, string message) => new("policy_invalid", message, field);
}
