namespace ChatFlow.Core.Channels;

/// <summary>A provider's own words, fit to be stored and shown: without our secret, in one line, of bounded length.</summary>
internal static class ProviderWords
{
    public const int MaximumLength = 300;

    public static string Cut(string words, string? secret = null)
    {
        // Some gateways answer with the request they refused.
        if (!string.IsNullOrEmpty(secret))
            words = words.Replace(secret, "***", StringComparison.Ordinal);
        words = words.Replace('\r', ' ').Replace('\n', ' ').Trim();
        if (words.Length <= MaximumLength)
            return words;
        // Never half of a surrogate pair: PostgreSQL would refuse the text.
        var end = char.IsHighSurrogate(words[MaximumLength - 2]) ? MaximumLength - 2 : MaximumLength - 1;
        return words[..end] + "…";
    }
}
