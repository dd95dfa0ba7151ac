using ChatFlow.Core.Data;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>Takes part in the transaction that writes messages of ours: pauses follow-ups, arms "no response".</summary>
public interface IOutboundReaction
{
    /// <param name="sender">All of <paramref name="messages"/> come from the same kind of sender.</param>
    Task WrittenAsync(ChatFlowDb db, MessageSender sender, IReadOnlyList<(Guid MessageId, Guid ContactId)> messages, CancellationToken ct);
}

/// <summary>Takes part in the transaction that records how sends ended.</summary>
public interface ISendReaction
{
    Task FinishedAsync(ChatFlowDb db, IReadOnlyList<FinishedSend> finished, CancellationToken ct);
}

/// <summary>How one send ended, as it was recorded.</summary>
public sealed record FinishedSend(Guid MessageId, Guid ContactId, MessageSender Sender, Channels.SendOutcome Outcome, bool WillRetry, DateTimeOffset At);
