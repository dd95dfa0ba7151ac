using System.Text.RegularExpressions;

namespace ChatFlow.Core.Ai;

/// <summary>What an outside engine wrote, made ready to send.</summary>
public static partial class ReplyText
{
    /// <summary>What an engine is told to write instead of an answer when a person has to go on.</summary>
    public const string HandOverMark = "[[HANDOVER]]";

    /// <param name="raw">The engine's words, or null when it gave none.</param>
    /// <param name="question">The contact's words, to tell why it hands over.</param>
    public static ReplyOutcome Read(string? raw, string question, string? model, int? tokens, string? resumeToken = null)
    {
        var text = WithoutThoughts(raw ?? "");
        if (HandOver().IsMatch(text))
            return Person(question);
        text = WhatsAppMarkdown.Cut(WhatsAppMarkdown.Convert(text));
        return text.Length == 0
            ? new ReplyOutcome.Failed(AiFailure.Empty, null, "The engine answered without words.")
            : new ReplyOutcome.Answer(text, model, tokens, resumeToken);
    }

    public static ReplyOutcome.HandOver Person(string question) =>
        new(PersonRequest.Matches(question) ? HandOverReason.AskedForPerson : HandOverReason.DoesNotKnow);

    /// <summary>An answer that was cut off ends at its last whole sentence; null if there is none.</summary>
    public static string? WholeSentences(string text)
    {
        var clean = WithoutThoughts(text);
        return LastEnd().Match(clean) is { Success: true } end ? clean[..(end.Index + end.Length)] : null;
    }

    // An opened thought that never closes is thought to its end; a close without its beginning ends one.
    private static string WithoutThoughts(string text)
    {
        text = Thought().Replace(text, "");
        var close = text.LastIndexOf("</think>", StringComparison.OrdinalIgnoreCase);
        return (close < 0 ? text : text[(close + "</think>".Length)..]).Replace("\0", "", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex(@"<think(?:ing)?>[\s\S]*?(?:</think(?:ing)?>|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Thought();

    [GeneratedRegex(@"\[\[?\s*HAND[\s_-]?OVER\s*\]\]?", RegexOptions.IgnoreCase)]
    private static partial Regex HandOver();

    [GeneratedRegex(@"[.!?…](?=\s|$)|\n", RegexOptions.RightToLeft)]
    private static partial Regex LastEnd();
}
