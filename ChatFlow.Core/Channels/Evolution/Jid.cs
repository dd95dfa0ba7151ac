namespace ChatFlow.Core.Channels.Evolution;

internal enum JidKind
{
    /// <summary>Missing, or nothing that we know.</summary>
    None,
    Phone,
    Lid,
    Group,
    Story,
    Newsletter,
    Broadcast,
}

/// <summary>An address of WhatsApp, <c>user:device@server</c>, without the device.</summary>
internal readonly record struct Jid(JidKind Kind, string User)
{
    // E.164 allows 15 digits; longer ones are old group ids. "0" is WhatsApp itself.
    private const int MinimumDigits = 5;
    private const int MaximumDigits = 15;

    public bool IsPerson => Kind is JidKind.Phone or JidKind.Lid;

    public static Jid Parse(string? text)
    {
        text = text?.Trim() ?? "";
        var at = text.LastIndexOf('@');
        if (at < 1)
            return default;
        var user = text[..at];
        if (user.AsSpan().IndexOfAny(':', '_', '.') is > 0 and var device)
            user = user[..device];
        return text[(at + 1)..].ToLowerInvariant() switch
        {
            "s.whatsapp.net" or "c.us" when user.Length is >= MinimumDigits and <= MaximumDigits && IsDigits(user) => new(JidKind.Phone, user),
            "lid" when user.Length <= 64 && IsDigits(user) => new(JidKind.Lid, user),
            "g.us" => new(JidKind.Group, user),
            "broadcast" => new(user == "status" ? JidKind.Story : JidKind.Broadcast, user),
            "newsletter" => new(JidKind.Newsletter, user),
            _ => default,
        };
    }

    private static bool IsDigits(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    /// <summary>
    /// The same line in Brazil written with and without the ninth digit; enough to recognise our own number, whose two
    /// spellings come from the same provider.
    /// </summary>
    public bool IsSameLine(Jid other) =>
        Kind == JidKind.Phone && other.Kind == JidKind.Phone && WithoutNinth(User) == WithoutNinth(other.User);

    private static string WithoutNinth(string digits) =>
        digits.Length == 13 && digits.StartsWith("55", StringComparison.Ordinal) && digits[4] == '9' ? digits.Remove(4, 1) : digits;
}
