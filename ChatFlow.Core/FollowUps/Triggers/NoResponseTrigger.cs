using ChatFlow.Core.Contacts.OptOut;
using ChatFlow.Core.FollowUps.Enums;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Triggers;

/// <summary>Whose unanswered message counts.</summary>
public enum LastFrom
{
    Any,
    Agent,
    Bot,
}

/// <summary>Who wrote a conversation's last message.</summary>
public enum MessageAuthor
{
    Contact,
    Agent,
    Bot,

    /// <summary>A follow-up of ours: never an anchor, or sequences would feed themselves.</summary>
    FollowUp,

    /// <summary>Anything else without a person or bot behind it (system notes, imports, other systems' broadcasts).</summary>
    Other,
}

/// <summary>A conversation as the no-response trigger looks at it.</summary>
public sealed record QuietConversation
{
    public required MessageAuthor LastAuthor { get; init; }

    public required Instant LastMessageAt { get; init; }

    /// <summary>The contact has ever written.</summary>
    public required bool HasPriorInbound { get; init; }

    /// <summary>What the contact wrote last, if it was text.</summary>
    public string? LastInboundText { get; init; }
}

/// <summary>Whether a silence starts a run: at <paramref name="DueAt"/>, or never with the reason.</summary>
public readonly record struct SilenceVerdict(Instant? DueAt, DecisionReason Reason)
{
    public bool Fires => DueAt is not null;
}

/// <summary>
/// Our last message stayed without answer for <paramref name="AfterMinutes"/>; the first step's own wait counts from then.
/// Zero, the default: the first step's wait alone decides.
/// </summary>
public sealed record NoResponseTrigger(int AfterMinutes, LastFrom LastFrom, bool RequirePriorInbound, bool IgnoreClosers)
    : TriggerConfig(TriggerType.NoResponse)
{
    private const int MostMinutes = 90 * 24 * 60;

    /// <summary>When this conversation's silence is long enough (past or future), or why it never counts.</summary>
    public SilenceVerdict Judge(QuietConversation conversation)
    {
        if (!Counts(conversation.LastAuthor))
            return new(null, DecisionReason.NotOurTurn);
        if (RequirePriorInbound && !conversation.HasPriorInbound)
            return new(null, DecisionReason.NoPriorInbound);
        if (IgnoreClosers && Closers.Matches(conversation.LastInboundText))
            return new(null, DecisionReason.Closer);
        return new(conversation.LastMessageAt + Duration.FromMinutes(AfterMinutes), DecisionReason.TriggerMatched);
    }

    internal static NoResponseTrigger Read(ConfigReader reader) => new(
        reader.Has("afterHours") ? 60 * reader.Whole("afterHours", 24, 1, MostMinutes / 60) : reader.Whole("afterMinutes", 0, 0, MostMinutes),
        reader.Choice("lastFrom", LastFrom.Any),
        reader.Flag("requirePriorInbound", true),
        reader.Flag("ignoreClosers", true));

    private bool Counts(MessageAuthor author) => author switch
    {
        MessageAuthor.Agent => LastFrom is LastFrom.Any or LastFrom.Agent,
        MessageAuthor.Bot => LastFrom is LastFrom.Any or LastFrom.Bot,
        MessageAuthor.Contact or MessageAuthor.FollowUp or MessageAuthor.Other => false,
    };
}
