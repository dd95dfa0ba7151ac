namespace ChatFlow.Core.Inbox;

/// <summary>Who answers a conversation: one at a time.</summary>
public enum ConversationHolder
{
    Bot,
    Person,
    Nobody,
}
