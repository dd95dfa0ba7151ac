using ChatFlow.Core.Channels;
using ChatFlow.Core.Inbox;

namespace ChatFlow.Core.Bot;

/// <summary>One message as the decision sees it.</summary>
/// <param name="At">The provider's time; tells history that a provider hands in later from news.</param>
/// <param name="ReceivedAt">Our own time of it, which orders messages: providers cut theirs to whole seconds.</param>
public sealed record TurnMessage(
    Guid Id, MessageDirection Direction, MessageSender Sender, MessageType Type, string Text, DateTimeOffset At, DateTimeOffset ReceivedAt)
{
    /// <summary>Message text never reaches a log.</summary>
    public override string ToString() => $"{Id} {Direction} {Sender} {Type}";
}

/// <summary>All that the bot's decision depends on.</summary>
public sealed record BotTurnInput
{
    public required bool Enabled { get; init; }

    public required ConversationHolder Holder { get; init; }

    /// <summary>
    /// When the bot comes back to a conversation that a person holds or waits for. Null: not before the person gives a held
    /// conversation back; one that nobody holds is the bot's.
    /// </summary>
    public DateTimeOffset? PausedUntil { get; init; }

    public bool OptedOut { get; init; }

    public bool BusinessHoursOnly { get; init; }

    /// <summary>Whether the business is open now; true where its hours are not known.</summary>
    public bool IsOpen { get; init; } = true;

    /// <summary>How long to gather messages after the last one.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The latest messages, in any order; some 30 are enough. Deleted messages and sends that failed are left out.</summary>
    public required IReadOnlyList<TurnMessage> Messages { get; init; }
}
