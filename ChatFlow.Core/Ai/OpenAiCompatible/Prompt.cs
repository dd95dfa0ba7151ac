namespace ChatFlow.Core.Ai.OpenAiCompatible;

/// <param name="Role">system, user or assistant.</param>
internal sealed record PromptMessage(string Role, string Content)
{
    /// <summary>Message text never reaches a log.</summary>
    public override string ToString() => $"{Role}, {Content.Length} characters";
}

/// <summary>How much of each thing goes to a model.</summary>
internal sealed record PromptLimits(int HistoryTurns, int HistoryCharacters, int Passages, int FactCharacters)
{
    public static PromptLimits Usual { get; } = new(20, 6000, 12, 6000);

    /// <summary>After the model said that it was too much.</summary>
    public static PromptLimits Short { get; } = new(4, 1000, 4, 1500);
}

/// <summary>
/// The messages for one answer. The business's own texts are the system message; what the contact wrote stands in user
/// messages only, so that nothing that a contact writes becomes an instruction of the business.
/// </summary>
internal static class Prompt
{
    private const int LongestQuestion = 4000;

    public static IReadOnlyList<PromptMessage> Build(ReplyRequest request, PromptLimits limits)
    {
        var messages = new List<PromptMessage> { new("system", SystemText.For(request, limits)) };
        foreach (var turn in Recent(request.History, limits))
            Add(messages, turn.Role == ReplyRole.Contact ? "user" : "assistant", turn.Text);
        Add(messages, "user", Start(request.Question, LongestQuestion));
        return messages;
    }

    private static IEnumerable<ReplyTurn> Recent(IReadOnlyList<ReplyTurn> history, PromptLimits limits)
    {
        var room = limits.HistoryCharacters;
        var kept = new List<ReplyTurn>();
        foreach (var turn in history.Reverse().Where(t => !string.IsNullOrWhiteSpace(t.Text)).Take(limits.HistoryTurns))
        {
            room -= turn.Text.Length;
            if (room < 0)
                break;
            kept.Add(turn);
        }

        kept.Reverse();
        return kept;
    }

    // Some models demand that roles alternate, so neighbours of one role become one message.
    private static void Add(List<PromptMessage> messages, string role, string text)
    {
        if (messages[^1].Role == role)
            messages[^1] = new(role, $"{messages[^1].Content}\n{text}");
        else
            messages.Add(new(role, text));
    }

    private static string Start(string text, int longest) => WhatsAppMarkdown.Cut(text, longest);
}
