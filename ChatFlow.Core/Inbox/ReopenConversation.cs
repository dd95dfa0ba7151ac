using ChatFlow.Core.Common;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Inbox;

/// <summary>Takes "resolved" back; whoever held it before does not get it by that.</summary>
public sealed class ReopenConversation(ChangeHolder change)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid contactId, CancellationToken ct) => change.RunAsync(actor, contactId, (conversation, _) =>
        conversation.Status = ConversationStatus.Open, ct);
}
