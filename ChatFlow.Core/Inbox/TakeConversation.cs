using ChatFlow.Core.Common;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Inbox;

/// <summary>A person answers from now on; the bot comes back by itself after the time set for it.</summary>
public sealed class TakeConversation(ChangeHolder change, TimeProvider clock)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid contactId, CancellationToken ct) => change.RunAsync(actor, contactId, (conversation, config) =>
    {
        conversation.Holder = ConversationHolder.Person;
        conversation.HolderUserId = actor.UserId;
        conversation.BotReturnsAt = clock.GetUtcNow().AddMinutes(config.ReturnAfterMinutes);
        conversation.Status = ConversationStatus.Open;
    }, ct);
}
