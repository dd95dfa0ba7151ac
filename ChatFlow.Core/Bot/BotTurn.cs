using ChatFlow.Core.Ai;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Inbox;

namespace ChatFlow.Core.Bot;

/// <summary>The bot's decision as a pure function of configuration, conversation, messages and clock.</summary>
public static class BotTurn
{
    /// <summary>What is older is history, not a question.</summary>
    public static readonly TimeSpan TooOld = TimeSpan.FromHours(24);

    /// <summary>Somebody who never stops typing is answered after this many gathering times.</summary>
    private const int LongestGathering = 5;
    private const int MostHistory = 20;

    public static BotDecision Decide(BotTurnInput input, DateTimeOffset now)
    {
        if (MustBeSilent(input, now) is { } reason)
            return new BotDecision.Silent(reason);

        var messages = InOrder(input);
        var pending = Pending(messages);
        if (pending.Count == 0)
            return new BotDecision.Silent(messages.Exists(IsInbound) ? BotSilence.AlreadyAnswered : BotSilence.NothingToAnswer);

        var news = pending.FindAll(m => now - m.At < TooOld);
        if (news.Count == 0)
            return new BotDecision.Silent(BotSilence.TooOld);
        if (news.Exists(m => HasWords(m) && PersonRequest.Matches(m.Text)))
            return new BotDecision.HandOver(HandOverReason.AskedForPerson);

        var until = GatheredAt(news, input.Debounce);
        if (until > now)
            return new BotDecision.Wait(until);

        var question = Question(news);
        if (question.Length == 0)
            return news.Exists(NeedsEyes) ? new BotDecision.HandOver(HandOverReason.MediaOnly) : new BotDecision.Silent(BotSilence.NothingToAnswer);
        if (!news.Exists(NeedsEyes) && IsBareAgreement(news, messages))
            return new BotDecision.Silent(BotSilence.NothingToAnswer);

        var before = messages.FindAll(m => m.ReceivedAt < pending[0].ReceivedAt && HasWords(m));
        return new BotDecision.Answer(question, news[^1].Id, [.. before.TakeLast(MostHistory).Select(Turn)]);
    }

    /// <summary>
    /// Whether an answer may still be sent. Asked with what is there now, in the transaction that records the answer: a newer
    /// or edited message, or a person who got there first, throws it away.
    /// </summary>
    public static bool StillValid(BotTurnInput current, BotDecision.Answer decided, DateTimeOffset now) => WhyStale(current, decided, now) is null;

    /// <returns>Null while the answer may be sent.</returns>
    public static BotSilence? WhyStale(BotTurnInput current, BotDecision.Answer decided, DateTimeOffset now)
    {
        if (MustBeSilent(current, now) is { } reason)
            return reason;
        var pending = Pending(InOrder(current));
        if (pending.Count == 0)
            return BotSilence.AlreadyAnswered;
        if (pending[^1].Id != decided.UpTo)
            return BotSilence.NewerMessage;

        // The age limit is left alone here: a message does not become too old while it is being answered.
        return string.Equals(Question(pending), decided.Question, StringComparison.Ordinal)
            || Question(pending).EndsWith("\n" + decided.Question, StringComparison.Ordinal)
            ? null
            : BotSilence.NewerMessage;
    }

    private static BotSilence? MustBeSilent(BotTurnInput input, DateTimeOffset now)
    {
        if (!input.Enabled)
            return BotSilence.Disabled;
        if (input.OptedOut)
            return BotSilence.OptedOut;
        return input.Holder switch
        {
            ConversationHolder.Person when !(input.PausedUntil <= now) => BotSilence.PersonHolds,
            ConversationHolder.Bot or ConversationHolder.Nobody when input.PausedUntil > now => BotSilence.Paused,
            _ => input is { BusinessHoursOnly: true, IsOpen: false } ? BotSilence.OutsideHours : null,
        };
    }

    private static List<TurnMessage> InOrder(BotTurnInput input) =>
        [.. input.Messages.Where(m => m.Type != MessageType.System && m.Sender != MessageSender.System).OrderBy(m => m.ReceivedAt).ThenBy(m => m.At)];

    /// <summary>What the contact wrote since somebody answered. A follow-up or a call of the interface goes out by its own clock and answers nothing.</summary>
    private static List<TurnMessage> Pending(List<TurnMessage> ordered)
    {
        var answered = ordered.FindLastIndex(m => m.Direction == MessageDirection.Outbound && m.Sender is MessageSender.Bot or MessageSender.Person or MessageSender.Phone);
        return [.. ordered.Skip(answered + 1).Where(IsInbound)];
    }

    private static DateTimeOffset GatheredAt(List<TurnMessage> news, TimeSpan debounce)
    {
        var last = news[^1].ReceivedAt + debounce;
        var longest = news[0].ReceivedAt + (debounce * LongestGathering);
        return last < longest ? last : longest;
    }

    private static string Question(List<TurnMessage> messages) => string.Join('\n', messages.Where(HasWords).Select(m => m.Text.Trim()));

    // After a question of ours "ok" is an answer; otherwise it ends the exchange.
    private static bool IsBareAgreement(List<TurnMessage> news, List<TurnMessage> messages) =>
        news.TrueForAll(m => !HasWords(m) || SmallTalk.Of(m.Text) == SmallTalkKind.Acknowledgement)
        && messages.FindLast(m => m.Direction == MessageDirection.Outbound)?.Text.TrimEnd().EndsWith('?') != true;

    private static bool IsInbound(TurnMessage message) => message.Direction == MessageDirection.Inbound;

    private static bool HasWords(TurnMessage message) => !string.IsNullOrWhiteSpace(message.Text) && message.Type switch
    {
        MessageType.Text or MessageType.Image or MessageType.Video or MessageType.Audio or MessageType.Document
            or MessageType.Interactive or MessageType.Template => true,
        MessageType.Location or MessageType.Contact or MessageType.Sticker or MessageType.System or MessageType.Unsupported => false,
    };

    /// <summary>Something to look at or listen to that came without words.</summary>
    private static bool NeedsEyes(TurnMessage message) => !HasWords(message) && message.Type switch
    {
        MessageType.Image or MessageType.Video or MessageType.Audio or MessageType.Document or MessageType.Location or MessageType.Contact => true,
        MessageType.Text or MessageType.Interactive or MessageType.Template or MessageType.Sticker or MessageType.System or MessageType.Unsupported => false,
    };

    private static ReplyTurn Turn(TurnMessage message) =>
        new(IsInbound(message) ? ReplyRole.Contact : ReplyRole.Business, message.Text.Trim());
}
