using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Library = PhoneNumbers.PhoneNumberUtil;
using LibraryFormat = PhoneNumbers.PhoneNumberFormat;
using LibraryNumber = PhoneNumbers.PhoneNumber;
using UnreadableNumber = PhoneNumbers.NumberParseException;

namespace ChatFlow.Core.Contacts.Phones;

/// <summary>
/// Telephone numbers in any usual spelling. The rules are those of libphonenumber, plus WhatsApp's three: a Brazilian
/// mobile may lack its ninth digit, a Mexican one may have a 1 and an Argentine one may lack its 9 after the country
/// code; each is one person.
/// </summary>
public static class PhoneBook
{
    private const int LongestInput = 64;
    private static readonly Library s_library = Library.GetInstance();

    /// <summary>
    /// Reads "+34 600 123 456", "0034…", "34600123456", "(11) 98765-4321", "5511…@s.whatsapp.net", "whatsapp:+1…".
    /// <paramref name="defaultRegion"/> is the ISO country that a number without country code is taken to be of.
    /// <paramref name="e164"/> comes with its plus and in the form of <see cref="Canonical"/>.
    /// </summary>
    public static bool TryParse(string? text, string? defaultRegion, [NotNullWhen(true)] out string? e164)
    {
        e164 = null;
        if (Clean(text) is not { } cleaned)
            return false;
        e164 = cleaned[0] == '+' ? International(cleaned) : National(cleaned, defaultRegion);
        return e164 is not null;
    }

    /// <summary>The one form of all spellings of a person's number; a key to compare by. Other numbers stay as they are.</summary>
    public static string Canonical(string e164) => PhoneCanon.Of(e164.StartsWith('+') ? e164 : "+" + e164);

    /// <summary>Every form in which WhatsApp or another system may know this number, the canonical one first.</summary>
    public static IReadOnlyList<string> Spellings(string e164) => PhoneCanon.Spellings(Canonical(e164));

    /// <summary>Grouped for reading, with the country code: "+34 600 12 34 56"; what cannot be read is given back.</summary>
    public static string Format(string e164) =>
        Parse(e164) is { } number ? s_library.Format(number, LibraryFormat.INTERNATIONAL) : e164;

    /// <summary>The ISO country code, or null.</summary>
    public static string? Region(string e164) => Parse(e164) is { } number
        ? s_library.GetRegionCodeForNumber(number) ?? MainRegion(number)
        : null;

    private static string? MainRegion(LibraryNumber number) =>
        s_library.GetRegionCodeForCountryCode(number.CountryCode) is { } region and not ("ZZ" or "001") ? region : null;

    private static string? National(string digits, string? region)
    {
        var local = region is null ? null : Parse(digits, region);
        if (local is not null && s_library.IsValidNumber(local))
            return E164(local);
        var abroad = Parse(PhoneCanon.Of("+" + digits));
        if (abroad is not null && s_library.IsValidNumber(abroad))
            return E164(abroad);
        if (local is not null && s_library.IsPossibleNumber(local))
            return E164(local);
        return abroad is not null && s_library.IsPossibleNumber(abroad) ? E164(abroad) : null;
    }

    // Possible is enough where the country is written: numbering plans change faster than any library.
    private static string? International(string text) =>
        Parse(PhoneCanon.Of(text)) is { } number && s_library.IsPossibleNumber(number) ? E164(number) : null;

    private static string E164(LibraryNumber number) => PhoneCanon.Of(s_library.Format(number, LibraryFormat.E164));

    private static LibraryNumber? Parse(string text, string? region = null)
    {
        try
        {
            return s_library.Parse(text, region?.ToUpperInvariant());
        }
        catch (UnreadableNumber)
        {
            return null;
        }
    }

    /// <summary>Digits, with a leading plus if the country is given; null when it is no telephone number at all.</summary>
    private static string? Clean(string? text)
    {
        if (text is null || text.Length > LongestInput)
            return null;
        var rest = Address(text.Trim());
        var digits = new StringBuilder(rest.Length);
        foreach (var rune in rest.EnumerateRunes())
        {
            var digit = Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber ? (int)Rune.GetNumericValue(rune) : -1;
            if (digit >= 0)
                digits.Append((char)('0' + digit));
            else if (rune.Value is '+' or '＋' && digits.Length == 0)
                digits.Append('+');
            else if (Rune.IsLetter(rune) || rune.Value is '+' or '@' or ':' or '#' or '*')
                return null;
        }

        var cleaned = digits.ToString();
        if (cleaned.StartsWith("00", StringComparison.Ordinal))
            cleaned = "+" + cleaned[2..];
        return cleaned.Length is > 3 and <= 19 ? cleaned : null;
    }

    private static string Address(string text)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["whatsapp:", "tel:"])
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                text = text[scheme.Length..];
        }

        foreach (var host in (ReadOnlySpan<string>)["@s.whatsapp.net", "@c.us"])
        {
            if (text.EndsWith(host, StringComparison.OrdinalIgnoreCase))
                return "+" + text[..^host.Length].Split(':')[0].TrimStart('+');
        }

        return text;
    }
}
