namespace ChatFlow.Core.Ai.Knowledge;

/// <summary>Answers in the business's own words, with no outside service, and hands over when they do not tell.</summary>
public sealed class KnowledgeReplies : IReplyGenerator
{
    public AiEngine Engine => AiEngine.Knowledge;

    public Task<ReplyOutcome> GenerateAsync(AiSettings settings, ReplyRequest request, CancellationToken ct) => Task.FromResult(Reply(request));

    /// <summary>The same without a task: nothing here waits for anything.</summary>
    public static ReplyOutcome Reply(ReplyRequest request)
    {
        if (PersonRequest.Matches(request.Question))
            return new ReplyOutcome.HandOver(HandOverReason.AskedForPerson);

        switch (SmallTalk.Of(request.Question.Replace('\n', ' ')))
        {
            case SmallTalkKind.Greeting:
                return Answer(KnowledgePhrases.Greeting(request.Language, request.Tone, request.BusinessName));
            case SmallTalkKind.Thanks:
                return Answer(KnowledgePhrases.Thanks(request.Language, request.Tone));
            case SmallTalkKind.Farewell:
                return Answer(KnowledgePhrases.Farewell(request.Language));
            case SmallTalkKind.Acknowledgement:
                return Answer(KnowledgePhrases.Acknowledged(request.Language));
            case SmallTalkKind.None:
            default:
                break;
        }

        var context = request.History.LastOrDefault(t => t.Role == ReplyRole.Contact)?.Text ?? "";
        var found = KnowledgeAnswer.Find(request.Question, Passages(request), context);
        if (found.Count == 0)
            return new ReplyOutcome.HandOver(HandOverReason.DoesNotKnow);

        var greeted = FoldedText.Sentences(request.Question.Replace(',', '\n')).Any(s => SmallTalk.Of(s) == SmallTalkKind.Greeting)
            || OpensWithGreeting(request.Question);
        return Answer(KnowledgePhrases.Around(request.Language, request.Tone, greeted, found));
    }

    private static bool OpensWithGreeting(string question) =>
        FoldedText.Words(question) is [var first, ..] && first is not ("good" or "bom" or "boa" or "buen") && SmallTalk.Of(first) == SmallTalkKind.Greeting;

    // A search finds what its language's dictionary knows; the business's own texts are short enough to be all looked at.
    private static List<Passage> Passages(ReplyRequest request)
    {
        var own = KnowledgeText.Split(request.Description, request.Products, request.Hours);
        var seen = new HashSet<(string?, string)>();
        return [.. request.Passages.Concat(own).Where(p => seen.Add((p.Title, p.Text.Trim())))];
    }

    private static ReplyOutcome.Answer Answer(string text) => new(WhatsAppMarkdown.Cut(text), null, null);
}
