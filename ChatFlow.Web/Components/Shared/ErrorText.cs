using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using ChatFlow.Core.Common;

namespace ChatFlow.Web.Components.Shared;

public static partial class ErrorText
{
    private static readonly ResourceManager s_texts = new(typeof(ErrorTexts));

    /// <summary>
    /// The sentence a person reads about an expected failure, in their language (<c>ErrorTexts.resx</c>, by code), with
    /// <c>{Longest}</c> and the like filled from the error's own properties; the English message of the REST interface
    /// where nobody has written one.
    /// </summary>
    public static string Of(Error error) =>
        s_texts.GetString(error.Code, CultureInfo.CurrentUICulture) is { } text
            ? Value().Replace(text, match => Read(error, match.Groups[1].Value) ?? match.Value)
            : error.Message;

    private static string? Read(Error error, string property) =>
        error.GetType().GetProperty(property)?.GetValue(error) switch
        {
            null => null,
            int number => number.ToString("N0", CultureInfo.CurrentCulture),
            var value => Convert.ToString(value, CultureInfo.CurrentCulture),
        };

    [GeneratedRegex(@"\{([A-Z]\w*)\}")]
    private static partial Regex Value();
}
