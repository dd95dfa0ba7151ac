using System.Text.RegularExpressions;

namespace ChatFlow.Core.Ai.Knowledge;

/// <summary>Cuts the business's free texts into passages that can each be an answer.</summary>
public static partial class KnowledgeText
{
    private const int LongestSentence = 600;

    /// <param name="description">Prose: one passage a sentence, short ones joined with the next.</param>
    /// <param name="products">One passage a line (or entry of a list in one line); a line ending in a colon is the heading of those that follow.</param>
    /// <param name="hours">One passage, as it stands.</param>
    public static IReadOnlyList<Passage> Split(string? description, string? products, string? hours) =>
        [.. Description(description ?? ""), .. Products(products ?? ""), .. Hours(hours ?? "")];

    private static IEnumerable<Passage> Description(string text)
    {
        foreach (var sentence in FoldedText.Sentences(text))
            yield return new Passage(PassageKind.Description, null, WhatsAppMarkdown.Cut(Unmarked(sentence), LongestSentence));
    }

    private static IEnumerable<Passage> Products(string text)
    {
        string? heading = null;
        foreach (var raw in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (raw.Length == 0)
            {
                heading = null;
                continue;
            }

            var line = Unmarked(raw);
            if (line.EndsWith(':') || raw.StartsWith('#'))
            {
                heading = line.TrimEnd(':').Trim();
                continue;
            }

            foreach (var entry in Entries(line))
                yield return new Passage(PassageKind.Product, heading, entry);
        }
    }

    // "Pizza $10, Hamburguesa $8; Refresco $2" is three products; "Plan mensual: $29 al mes, sin permanencia" is one.
    private static IEnumerable<string> Entries(string line)
    {
        var bySemicolon = line.Split([';', '|', '•'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (bySemicolon.Length > 1 && !line.Contains(" | ", StringComparison.Ordinal))
            return bySemicolon;
        var byComma = Comma().Split(line);
        if (byComma.Length > 1 && Array.TrueForAll(byComma, KnowledgeWords.HasPrice))
            return byComma.Select(e => e.Trim().TrimEnd('.'));
        var sentences = FoldedText.Sentences(line);
        return sentences.Count > 1 && sentences.All(KnowledgeWords.HasPrice) ? sentences : [line];
    }

    private static IEnumerable<Passage> Hours(string text) =>
        string.IsNullOrWhiteSpace(text) ? [] : [new Passage(PassageKind.Hours, null, text.Trim())];

    private static string Unmarked(string line) => Bullet().Replace(line, "").Trim();

    [GeneratedRegex(@"^(?:[-*•·▪–✓✔➤#]+|\d{1,2}[.)](?=\s))\s*")]
    private static partial Regex Bullet();

    [GeneratedRegex(@",\s+(?!\d)|\s+/\s+")]
    private static partial Regex Comma();
}
