using ChatFlow.Core.Ai;

namespace ChatFlow.Core.Bot;

/// <summary>What the bot does next in one conversation.</summary>
public abstract record BotDecision
{
    private BotDecision()
    {
    }

    /// <param name="Question">The contact's unanswered messages, joined with line breaks.</param>
    /// <param name="UpTo">The last message that the question holds; an answer counts only while nothing came after it.</param>
    /// <param name="History">What was said before, oldest first.</param>
    public sealed record Answer(string Question, Guid UpTo, IReadOnlyList<ReplyTurn> History) : BotDecision
    {
        /// <summary>Message text never reaches a log.</summary>
        public override string ToString() => $"Answer up to {UpTo}";
    }

    /// <summary>The contact may still be typing: look again then.</summary>
    public sealed record Wait(DateTimeOffset Until) : BotDecision;

    public sealed record Silent(BotSilence Reason) : BotDecision;

    public sealed record HandOver(HandOverReason Reason) : BotDecision;
}

/// <summary>Why the bot says nothing.</summary>
public enum BotSilence
{
    Disabled,
    OptedOut,
    PersonHolds,
    Paused,
    OutsideHours,

    /// <summary>The bot or a person has answered everything.</summary>
    AlreadyAnswered,

    /// <summary>No message, a sticker, or a bare "ok".</summary>
    NothingToAnswer,

    /// <summary>Written more than a day ago: a provider hands in history, or WhatsApp's window is closed anyway.</summary>
    TooOld,

    /// <summary>While the answer was being written the contact wrote again: it no longer fits.</summary>
    NewerMessage,
}
