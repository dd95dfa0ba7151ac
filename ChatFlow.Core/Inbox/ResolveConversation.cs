using ChatFlow.Core.Common;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Inbox;

/// <summary>Done with: nobody holds it until the contact writes again.</summary>
public sealed class ResolveConversation(ChangeHolder change)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid contactId, CancellationToken ct) => change.RunAsync(actor, contactId, (conversation, _) =>
    {
        conversation.Status = ConversationStatus.Resolved;
        conversation.Holder = ConversationHolder.Nobody;
        conversation.HolderUserId = null;
        conversation.BotReturnsAt = null;
    }, ct);
}
