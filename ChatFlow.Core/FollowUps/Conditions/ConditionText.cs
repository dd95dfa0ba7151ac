using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>Values made comparable. The database does the same in <c>fold_text</c> and in <see cref="ConditionSql"/>.</summary>
internal static partial class ConditionText
{
    /// <summary>Without case and accents.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in Sound(text).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.NonSpacingMark)
                folded.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return folded.ToString();
    }

    /// <summary>A number as people and programs write it plainly; null for anything else.</summary>
    public static decimal? Number(string text) => Plain().IsMatch(text) ? decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture) : null;

    // Normalising refuses broken UTF-16; runes read it as U+FFFD.
    private static string Sound(string text)
    {
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            sound.Append(rune.ToString());
        return sound.ToString();
    }

    [GeneratedRegex(@"^-?[0-9]{1,15}(\.[0-9]{1,9})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
