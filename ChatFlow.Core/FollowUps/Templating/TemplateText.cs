using System.Globalization;

namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>Values as text and numbers.</summary>
internal static class TemplateText
{
    /// <summary>Numbers as they were written, lists with commas; an object or nothing is empty.</summary>
    public static string Of(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString(CultureInfo.InvariantCulture),
        IEnumerable<object?> list => string.Join(", ", list.Select(Of).Where(t => t.Length > 0)),
        _ => "",
    };

    public static decimal? Number(object? value) => value switch
    {
        decimal number => number,
        string text when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
