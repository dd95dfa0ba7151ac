namespace ChatFlow.Core.Inbox;

/// <summary>A person's time runs out by the clock; the row is only written with the next message.</summary>
internal static class HolderNow
{
    public static ConversationHolder Of(Conversation conversation, bool botEnabled, DateTimeOffset now) => conversation.Holder switch
    {
        ConversationHolder.Person when botEnabled && conversation.BotReturnsAt <= now => ConversationHolder.Bot,
        ConversationHolder.Bot when !botEnabled => ConversationHolder.Nobody,
        var holder => holder,
    };
}
