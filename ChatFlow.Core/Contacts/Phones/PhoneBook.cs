using PhoneNumbers;

namespace ChatFlow.Core.Contacts.Phones;

/// <summary>Phone numbers as people type them, as providers write them, and as one person's key.</summary>
public static class PhoneBook
{
    private static readonly PhoneNumberUtil s_util = PhoneNumberUtil.GetInstance();

    /// <summary>Reads any usual spelling. <paramref name="region"/> (ISO 3166) decides where the country code is left out.</summary>
    /// <param name="e164">The number with <c>+</c>.</param>
    public static bool TryParse(string? text, string? region, out string e164)
    {
        e164 = "";
        if (string.IsNullOrWhiteSpace(text) || text.Length > 50)
            return false;
        var trimmed = text.Trim();
        if (trimmed.StartsWith("00", StringComparison.Ordinal))
            trimmed = "+" + trimmed[2..];
        return TryParseAs(trimmed, region, out e164) || (!trimmed.StartsWith('+') && TryParseAs("+" + trimmed, null, out e164));
    }

    /// <summary>
    /// One key for one person, digits only: Brazil's ninth digit, Mexico's 1 and Argentina's 9 of mobile numbers come and go
    /// between providers (contracts/evolution.md section 6).
    /// </summary>
    public static string Canonical(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        return digits switch
        {
            { Length: 13 } when digits.StartsWith("55", StringComparison.Ordinal) && digits[4] == '9' => digits[..4] + digits[5..],
            { Length: 13 } when digits.StartsWith("521", StringComparison.Ordinal) => "52" + digits[3..],
            { Length: 13 } when digits.StartsWith("549", StringComparison.Ordinal) => "54" + digits[3..],
            _ => digits,
        };
    }

    /// <summary>For people: international, grouped; the text itself where it is no known number.</summary>
    public static string Format(string e164)
    {
        try
        {
            return s_util.Format(s_util.Parse(e164, null), PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return e164;
        }
    }

    /// <summary>ISO 3166 region of a number, or null.</summary>
    public static string? Region(string e164)
    {
        try
        {
            return s_util.GetRegionCodeForNumber(s_util.Parse(e164, null));
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static bool TryParseAs(string text, string? region, out string e164)
    {
        e164 = "";
        try
        {
            var number = s_util.Parse(text, region);
            if (!s_util.IsPossibleNumber(number))
                return false;
            e164 = s_util.Format(number, PhoneNumberFormat.E164);
            return true;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }
}
