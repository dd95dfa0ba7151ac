using ChatFlow.Core.Data;

namespace ChatFlow.Core.Inbox;

/// <summary>Takes part in the transaction that changes who holds a conversation; its contact is locked.</summary>
public interface IHolderReaction
{
    /// <summary>A person has taken it.</summary>
    Task TakenAsync(ChatFlowDb db, Guid contactId, CancellationToken ct);

    /// <summary>No person holds it any more: it went back to the bot, or is resolved.</summary>
    Task ReleasedAsync(ChatFlowDb db, Guid contactId, CancellationToken ct);
}
