using System.Collections.Frozen;
using System.Globalization;
using NodaTime.Extensions;

namespace ChatFlow.Core.FollowUps.Templating;

internal delegate object? TemplateFilter(object? value, object? argument, TemplateValues values);

/// <summary>
/// The filters a text may use. A short list on purpose: filters that multiply text would let one small template fill
/// the memory.
/// </summary>
internal static class TemplateFilters
{
    public const string Default = "default";

    private const string Ellipsis = "…";

    private static readonly FrozenDictionary<string, TemplateFilter> s_all = new Dictionary<string, TemplateFilter>
    {
        [Default] = (value, otherwise, _) => value is not false && !string.IsNullOrWhiteSpace(TemplateText.Of(value)) ? value : otherwise,
        ["upper"] = (value, _, values) => TemplateText.Of(value).ToUpper(values.Culture),
        ["upcase"] = (value, _, values) => TemplateText.Of(value).ToUpper(values.Culture),
        ["lower"] = (value, _, values) => TemplateText.Of(value).ToLower(values.Culture),
        ["downcase"] = (value, _, values) => TemplateText.Of(value).ToLower(values.Culture),
        ["title"] = (value, _, values) => values.Culture.TextInfo.ToTitleCase(TemplateText.Of(value).ToLower(values.Culture)),
        ["capitalize"] = (value, _, values) => TemplateText.Of(value) is { Length: > 0 } text ? char.ToUpper(text[0], values.Culture) + text[1..] : "",
        ["strip"] = (value, _, _) => TemplateText.Of(value).Trim(),
        ["truncate"] = Truncate,
        ["money"] = (value, _, values) => TemplateText.Number(value)?.ToString("N2", values.Culture),
        ["number"] = (value, _, values) => TemplateText.Number(value)?.ToString("#,0.####", values.Culture),
        ["date"] = Date,
    }.ToFrozenDictionary();

    public static TemplateFilter? Find(string name) => s_all.GetValueOrDefault(name);

    private static string Truncate(object? value, object? argument, TemplateValues values)
    {
        var text = new StringInfo(TemplateText.Of(value));
        var most = (int)Math.Clamp(TemplateText.Number(argument) ?? 50, 1, MessageTemplate.MaxLength);
        return text.LengthInTextElements <= most ? text.String : text.SubstringByTextElements(0, most - 1) + Ellipsis;
    }

    // A date without a time of day is that day everywhere; with one it is shown in the contact's zone.
    private static string? Date(object? value, object? argument, TemplateValues values)
    {
        var text = TemplateText.Of(value);
        DateTime local;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            local = day.ToDateTime(TimeOnly.MinValue);
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            local = moment.ToInstant().InZone(values.Zone).ToDateTimeUnspecified();
        else
            return null;
        try
        {
            return local.ToString(TemplateText.Of(argument) is { Length: > 0 } format ? format : "d", values.Culture);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
