using ChatFlow.Core.Inbox;

namespace ChatFlow.Web.Components.Inbox;

/// <summary>What can be done to an open conversation.</summary>
public sealed record ConversationVerbs(
    SendMessage Send,
    RetryMessage Retry,
    ReactToMessage React,
    MarkRead MarkRead,
    TakeConversation Take,
    ReleaseToBot Release,
    ResolveConversation Resolve,
    ReopenConversation Reopen);
