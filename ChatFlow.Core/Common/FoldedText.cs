using System.Globalization;
using System.Text;

namespace ChatFlow.Core.Common;

/// <summary>
/// What people typed, made comparable: compatibility forms, case, accents, emoji, punctuation and invisible characters
/// gone, one space between words. "¡Sí, por favor! 🙏" is "si por favor".
/// </summary>
public static class FoldedText
{
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var folded = new StringBuilder(text.Length);
        foreach (var rune in Decomposed(text).EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.EnclosingMark:
                    break;
                case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                    or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber:
                    folded.Append(Rune.ToLowerInvariant(rune).ToString());
                    break;
                default:
                    if (folded.Length > 0 && folded[^1] != ' ')
                        folded.Append(' ');
                    break;
            }
        }

        return folded.ToString().TrimEnd();
    }

    // Normalising refuses broken UTF-16, which a webhook may well carry; runes read it as U+FFFD.
    private static string Decomposed(string text)
    {
        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            sound.Append(rune.ToString());
        return sound.ToString().Normalize(NormalizationForm.FormKD);
    }
}
