namespace ChatFlow.Core.Ai.Knowledge;

/// <summary>Decides which passages answer a question. Pure; the wording is <see cref="KnowledgePhrases"/>.</summary>
internal static class KnowledgeAnswer
{
    private const double Enough = 0.45;

    /// <summary>A search in the business's language found it too: its stemming knows more than ours.</summary>
    private const double EnoughWithSearch = 0.36;
    private const int LongestList = 6;
    private const int MostQuestions = 3;

    /// <returns>The texts to answer with, in order; empty when the passages do not tell.</returns>
    public static IReadOnlyList<string> Find(string question, IReadOnlyList<Passage> passages, string context)
    {
        var sentences = FoldedText.Sentences(question).Where(s => SmallTalk.Of(s) == SmallTalkKind.None && FoldedText.Words(s).Count > 0).ToArray();
        var asked = sentences.Where(s => s.Contains('?', StringComparison.Ordinal)).ToArray();
        if (asked.Length is 0 or > MostQuestions)
            return Answer(KnowledgeWords.Of(question), passages, KnowledgeWords.Of(context));

        var found = new List<string>();
        foreach (var sentence in asked)
        {
            var around = KnowledgeWords.Of($"{string.Join(' ', sentences.Where(s => s != sentence))} {context}");
            var answer = Answer(KnowledgeWords.Of(sentence), passages, around);

            // Half an answer hides that the other half is open, so a person gets the whole message.
            if (answer.Count == 0)
                return [];
            found.AddRange(answer);
        }

        return [.. found.Distinct()];
    }

    private static IReadOnlyList<string> Answer(IReadOnlyList<string> words, IReadOnlyList<Passage> passages, IReadOnlyList<string> context)
    {
        if (words.Count == 0)
            return [];
        var scored = KnowledgeScorer.Score(words, passages, context);
        if (words.All(KnowledgeWords.IsConcept) && General(words, scored, passages, context) is { Count: > 0 } general)
            return general;

        var best = scored.FirstOrDefault(s => IsAnswer(s));
        return best is null ? [] : [Say(best.Passage)];
    }

    private static bool IsAnswer(ScoredPassage scored)
    {
        var enough = scored.Passage.Score > 0 ? EnoughWithSearch : Enough;

        // A thing was named: a passage that shares little more than the kind of question ("price") is about another thing.
        return scored.Coverage >= enough && scored.ContentCoverage >= enough;
    }

    /// <summary>Questions that name no thing: prices, what there is, opening hours, who you are.</summary>
    private static List<string> General(IReadOnlyList<string> words, IReadOnlyList<ScoredPassage> scored, IReadOnlyList<Passage> passages, IReadOnlyList<string> context)
    {
        // The business's own entry for exactly this question comes first.
        if (scored.FirstOrDefault(s => s.Passage is { Kind: PassageKind.Qa, Title: { } title } && s.Coverage >= 0.95 && KnowledgeWords.Of(title).All(words.Contains)) is { } entry)
            return [Say(entry.Passage)];
        if (words.Contains(KnowledgeWords.Hours) && words.All(w => w is KnowledgeWords.Hours or KnowledgeWords.Place))
        {
            var hours = passages.Where(p => p.Kind == PassageKind.Hours).Select(Say).ToList();
            if (hours.Count > 0)
                return hours;
        }

        if (words.All(w => w is KnowledgeWords.Price or KnowledgeWords.Catalog))
            return Products(words.Contains(KnowledgeWords.Price), scored, passages, context);
        return words.All(w => w is KnowledgeWords.About) ? [.. passages.Where(p => p.Kind == PassageKind.Description).Take(2).Select(Say)] : [];
    }

    private static List<string> Products(bool priced, IReadOnlyList<ScoredPassage> scored, IReadOnlyList<Passage> passages, IReadOnlyList<string> context)
    {
        bool Fits(Passage p) => p.Kind == PassageKind.Product && (!priced || KnowledgeWords.HasPrice(p.Text));

        var named = KnowledgeScorer.Score([.. context.Where(w => !KnowledgeWords.IsConcept(w))], [.. passages.Where(Fits)], [])
            .Where(s => s.Coverage >= Enough).Take(1).Select(s => Say(s.Passage)).ToList();
        return priced && named.Count > 0 ? named : [.. passages.Where(Fits).Take(LongestList).Select(Say)];
    }

    private static string Say(Passage passage) => passage switch
    {
        { Kind: PassageKind.Product, Title: { Length: > 0 } heading } => $"{heading} – {passage.Text}",
        _ => passage.Text,
    };
}
