using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatFlow.Core.Users;

/// <summary>Makes a slug of a name: "Panadería Ñandú" is <c>panaderia-nandu-7f3a</c>.</summary>
internal static class Slugs
{
    private const int Longest = 50;

    /// <summary>Ends in random characters, so that two businesses of one name do not meet.</summary>
    public static string From(string name)
    {
        var slug = new StringBuilder(Longest);
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (slug.Length == Longest)
                break;
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        var text = slug.ToString().Trim('-');
        return $"{(text.Length == 0 ? "org" : text)}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    }
}
