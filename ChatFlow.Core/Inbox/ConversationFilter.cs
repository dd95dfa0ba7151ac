namespace ChatFlow.Core.Inbox;

/// <summary>The tabs of the inbox.</summary>
public enum ConversationFilter
{
    /// <summary>All that are not resolved.</summary>
    All,

    /// <summary>Held by the person who asks.</summary>
    Mine,

    /// <summary>Held by the bot or by nobody.</summary>
    Unassigned,
    Unread,
    Resolved,
}
