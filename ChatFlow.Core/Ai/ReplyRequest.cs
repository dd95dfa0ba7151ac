namespace ChatFlow.Core.Ai;

public enum ReplyRole
{
    Contact,

    /// <summary>Our side: the bot, a person or a sequence.</summary>
    Business,
}

/// <summary>One earlier message of the conversation.</summary>
public sealed record ReplyTurn(ReplyRole Role, string Text)
{
    /// <summary>Message text never reaches a log.</summary>
    public override string ToString() => $"{Role}, {Text.Length} characters";
}

/// <summary>Everything that an engine may know for one answer. The contact's words are in <see cref="History"/> and <see cref="Question"/> only.</summary>
public sealed record ReplyRequest
{
    public required string BusinessName { get; init; }

    public required BotLanguage Language { get; init; }

    public AgentType Persona { get; init; } = AgentType.Asistente;

    public BotTone Tone { get; init; } = BotTone.Professional;

    public string? Description { get; init; }

    /// <summary>One product or service a line.</summary>
    public string? Products { get; init; }

    public string? Hours { get; init; }

    public string? CustomPrompt { get; init; }

    /// <summary>Earlier messages, oldest first, without those that make up the question.</summary>
    public IReadOnlyList<ReplyTurn> History { get; init; } = [];

    /// <summary>The contact's unanswered messages, joined with line breaks.</summary>
    public required string Question { get; init; }

    /// <summary>What a search in the business's texts found for the question, best first.</summary>
    public IReadOnlyList<Passage> Passages { get; init; } = [];

    /// <summary>Names the conversation to the engine; opaque, not guessable, never a phone number.</summary>
    public required string SessionId { get; init; }

    /// <summary>The time at the business, for questions such as "are you open now?".</summary>
    public DateTimeOffset? LocalNow { get; init; }

    /// <summary>What the previous <see cref="ReplyOutcome.Answer"/> of this conversation left behind, if it did.</summary>
    public string? ResumeToken { get; init; }

    /// <summary>Message text never reaches a log.</summary>
    public override string ToString() => $"{Language}, {Question.Length} characters, {History.Count} earlier, {Passages.Count} passages";
}
