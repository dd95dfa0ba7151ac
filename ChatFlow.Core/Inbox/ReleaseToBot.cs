using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Inbox;

/// <summary>
/// The bot answers again, at once if the contact is waiting; nobody does where the bot is switched off. Follow-ups that
/// waited for the person go on.
/// </summary>
public sealed class ReleaseToBot(ChangeHolder change, TimeProvider clock)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid contactId, CancellationToken ct) => change.RunAsync(actor, contactId, (conversation, config) =>
    {
        conversation.Holder = config.BotEnabled ? ConversationHolder.Bot : ConversationHolder.Nobody;
        conversation.HolderUserId = null;
        conversation.BotReturnsAt = null;
        conversation.Status = config.BotEnabled ? ConversationStatus.Pending : ConversationStatus.Open;
        if (config.BotEnabled && conversation.LastMessageDirection == MessageDirection.Inbound)
            conversation.BotDueAt = clock.GetUtcNow();
    }, ct);
}
