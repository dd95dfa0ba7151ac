namespace ChatFlow.Core.Ai.Knowledge;

/// <param name="Coverage">How much of what the question asks the passage speaks of, 0 to 1; says whether it is an answer at all.</param>
/// <param name="Rank">Orders passages of one question.</param>
/// <param name="ContentCoverage">The same for the things named alone, without the kind of question ("price"); 1 where none is named.</param>
public sealed record ScoredPassage(Passage Passage, double Coverage, double ContentCoverage, double Rank);

/// <summary>
/// Ranks passages against a question, in the manner of BM25 over just the given passages, so that it works with and without
/// a search's own score. Pure.
/// </summary>
public static class KnowledgeScorer
{
    private const double K1 = 1.2;
    private const double B = 0.5;

    // A word that no passage knows weighs less than the rarest known one (people say more than they ask), yet enough that
    // "the yearly plan" is not answered with the monthly one.
    private const double UnknownWeight = 0.7;
    private const double ConceptWeight = 0.8;
    private const double ContextWeight = 0.3;
    private const double SearchWeight = 0.15;

    /// <param name="question">The words of the question (<see cref="KnowledgeWords.Of"/>).</param>
    /// <param name="context">Words said just before; they decide between equals and never make an answer by themselves.</param>
    public static IReadOnlyList<ScoredPassage> Score(IReadOnlyList<string> question, IReadOnlyList<Passage> passages, IReadOnlyList<string> context)
    {
        var documents = passages.Select(Document.Of).ToArray();
        var asked = question.Distinct().ToArray();
        if (documents.Length == 0 || asked.Length == 0)
            return [];

        var named = Array.FindAll(asked, w => !KnowledgeWords.IsConcept(w));
        var around = context.Distinct().Except(asked).Where(w => !KnowledgeWords.IsConcept(w)).ToArray();
        var averageLength = documents.Average(d => d.Length);
        var weights = asked.Concat(around).ToDictionary(w => w, w => Weight(w, documents));
        var total = asked.Sum(w => weights[w]);
        var bestSearch = passages.Max(p => p.Score);

        return [.. documents.Select((document, i) =>
        {
            var coverage = asked.Sum(w => weights[w] * document.Share(w)) / total;
            var rank = asked.Sum(w => weights[w] * Frequency(document, w, averageLength)) / total;
            var contextRank = around.Sum(w => weights[w] * Frequency(document, w, averageLength)) * ContextWeight;
            var search = bestSearch > 0 ? passages[i].Score / bestSearch * SearchWeight : 0;
            var content = named.Length == 0 ? 1 : named.Sum(w => weights[w] * document.Share(w)) / named.Sum(w => weights[w]);
            return new ScoredPassage(passages[i], coverage, content, coverage + (rank * 0.5) + contextRank + search);
        }).OrderByDescending(s => s.Rank)];
    }

    private static double Weight(string word, Document[] documents)
    {
        var count = documents.Count(d => d.Share(word) > 0);
        var weight = count == 0
            ? UnknownWeight * Math.Log(1 + ((documents.Length + 0.5) / 0.5))
            : Math.Log(1 + ((documents.Length - count + 0.5) / (count + 0.5)));
        return KnowledgeWords.IsConcept(word) ? Math.Min(weight, 1) * ConceptWeight : Math.Max(weight, 0.3);
    }

    private static double Frequency(Document document, string word, double averageLength)
    {
        var frequency = document.Frequency(word);
        return frequency == 0 ? 0 : frequency * (K1 + 1) / (frequency + (K1 * (1 - B + (B * document.Length / averageLength)))) / (K1 + 1);
    }

    /// <summary>A passage's words. Those of an answer count half beside those of its question, which says what it is about.</summary>
    private sealed class Document(Dictionary<string, double> words, double length)
    {
        public double Length { get; } = length;

        public double Frequency(string word) => words.GetValueOrDefault(word);

        public double Share(string word) => Math.Min(1, Frequency(word));

        public static Document Of(Passage passage)
        {
            var words = new Dictionary<string, double>();
            void Add(string text, double weight)
            {
                foreach (var word in KnowledgeWords.Of(text))
                    words[word] = words.GetValueOrDefault(word) + weight;
            }

            Add(passage.Title ?? "", 1);
            Add(passage.Text, passage.Kind == PassageKind.Qa ? 0.7 : 1);
            if (passage.Kind == PassageKind.Product)
                words.TryAdd(KnowledgeWords.Catalog, 0.6);
            if (passage.Kind == PassageKind.Product && KnowledgeWords.HasPrice(passage.Text))
                words[KnowledgeWords.Price] = 1;
            if (passage.Kind == PassageKind.Description && KnowledgeWords.HasAddress(passage.Text))
                words[KnowledgeWords.Place] = 1;
            if (passage.Kind == PassageKind.Hours)
                words[KnowledgeWords.Hours] = 2;
            return new Document(words, Math.Max(1, words.Values.Sum()));
        }
    }
}
