namespace ChatFlow.Core.Chatwoot.Receiving;

/// <summary>Cuts a long text where a reader would pause: at a line, else at a word, never inside a character.</summary>
internal static class LongText
{
    public static IEnumerable<string> Split(string text, int longest)
    {
        var rest = text.Trim();
        while (rest.Length > longest)
        {
            var cut = rest.LastIndexOf('\n', longest - 1, longest / 2);
            if (cut < 0)
                cut = rest.LastIndexOf(' ', longest - 1, longest / 2);
            if (cut < 0)
                cut = char.IsHighSurrogate(rest[longest - 1]) ? longest - 1 : longest;
            yield return rest[..cut].TrimEnd();
            rest = rest[cut..].TrimStart();
        }

        if (rest.Length > 0)
            yield return rest;
    }
}
