using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatFlow.Core.Ai;

/// <summary>Text as people type it, made comparable: lower case, without accents, words apart by one space.</summary>
public static partial class FoldedText
{
    /// <summary>Lower case and without accents; everything else stays.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                folded.Append(char.ToLowerInvariant(c));
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The folded words in order; everything that is neither letter nor digit parts them.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. Word().Matches(Fold(text)).Select(m => m.Value)];

    /// <summary>Sentences and lines, trimmed, each with the mark it ends in. A point inside a number or after an abbreviation of addresses ends nothing.</summary>
    public static IReadOnlyList<string> Sentences(string text) =>
        [.. SentenceEnd().Split(text).Select(s => s.Trim()).Where(s => s.Length > 0)];

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=[!?…]|(?<!\b(?:av|avda|ave|st|rd|blvd|jr|dr|dra|sr|sra|nro|tel|ext|aprox|min|max))\.)\s+|[\r\n]+|(?<=[?])(?=[^\s?!.)])", RegexOptions.IgnoreCase)]
    private static partial Regex SentenceEnd();
}
