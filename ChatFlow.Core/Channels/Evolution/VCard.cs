namespace ChatFlow.Core.Channels.Evolution;

/// <summary>The telephone lines of a contact card; nothing else of it is kept (it may hold a picture).</summary>
internal static class VCard
{
    private const int MaxPhones = 20;

    public static IEnumerable<string> Phones(string? card) =>
        (card ?? "").Split('\n', StringSplitOptions.TrimEntries).Select(Phone).OfType<string>().Take(MaxPhones);

    private static string? Phone(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return null;
        var parameters = line[..colon].Split(';');
        // "item1.TEL" groups a line with its label.
        if (!parameters[0].Equals("TEL", StringComparison.OrdinalIgnoreCase) && !parameters[0].EndsWith(".TEL", StringComparison.OrdinalIgnoreCase))
            return null;
        var id = parameters.FirstOrDefault(p => p.StartsWith("waid=", StringComparison.OrdinalIgnoreCase))?["waid=".Length..];
        var phone = id is { Length: > 0 } ? "+" + id : line[(colon + 1)..].Trim();
        return phone.Length is > 0 and <= 40 ? phone : null;
    }
}
