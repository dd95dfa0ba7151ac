using System.Security.Cryptography;
using ChatFlow.Core.Contacts.Phones;

namespace ChatFlow.Core.Inbox.Simulator;

/// <summary>Numbers of invented customers.</summary>
public static class SimulatorNumber
{
    private static readonly string[] s_areas = ["305", "786", "954", "561", "407", "813", "212", "718", "213", "323", "512", "713"];

    /// <summary>
    /// A number of the range that is reserved for fiction (555-0100 to 555-0199), so that nobody is ever written to by
    /// mistake once a real connection takes the simulator's place.
    /// </summary>
    public static string New() =>
        $"+1{s_areas[RandomNumberGenerator.GetInt32(s_areas.Length)]}55501{RandomNumberGenerator.GetInt32(100):D2}";

    /// <summary>E.164, or null. Invented numbers need not exist: digits in the right number are enough.</summary>
    internal static string? Read(string text)
    {
        if (PhoneBook.TryParse(text, null, out var phone))
            return phone;
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length is >= 8 and <= 15 && text.All(c => char.IsAsciiDigit(c) || " +()-.".Contains(c, StringComparison.Ordinal)) ? "+" + digits : null;
    }
}
