namespace ChatFlow.Core.Contacts.Phones;

/// <summary>WhatsApp's three mobile digits. Works on "+" and digits only.</summary>
internal static class PhoneCanon
{
    private const int BrazilShort = 13; // +55 DD 8 digits
    private const int BrazilLong = 14;
    private const int MexicoShort = 13; // +52 and 10 digits
    private const int MexicoLong = 14;
    private const int ArgentinaShort = 13; // +54 and 10 digits
    private const int ArgentinaLong = 14;

    public static string Of(string e164)
    {
        if (Starts(e164, "+55") && e164.Length == BrazilShort && e164[5] is >= '6' and <= '9')
            return string.Concat(e164.AsSpan(0, 5), "9", e164.AsSpan(5));
        if (Starts(e164, "+521") && e164.Length == MexicoLong)
            return string.Concat("+52", e164.AsSpan(4));
        if (Starts(e164, "+54") && e164.Length == ArgentinaShort && e164[3] is >= '1' and <= '8')
            return string.Concat("+549", e164.AsSpan(3));
        return e164;
    }

    public static IReadOnlyList<string> Spellings(string canonical)
    {
        if (Starts(canonical, "+55") && canonical.Length == BrazilLong && canonical[5] == '9' && canonical[6] is >= '6' and <= '9')
            return [canonical, canonical.Remove(5, 1)];
        if (Starts(canonical, "+52") && canonical.Length == MexicoShort)
            return [canonical, canonical.Insert(3, "1")];
        if (Starts(canonical, "+549") && canonical.Length == ArgentinaLong && canonical[4] is >= '1' and <= '8')
            return [canonical, canonical.Remove(3, 1)];
        return [canonical];
    }

    private static bool Starts(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal);
}
