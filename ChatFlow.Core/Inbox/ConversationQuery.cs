using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

internal static class ConversationQuery
{
    public static IQueryable<Conversation> Of(ChatFlowDb db, ConversationFilter filter, Actor actor, DateTimeOffset now)
    {
        var all = db.Set<Conversation>().AsNoTracking();
        return filter switch
        {
            ConversationFilter.All => all.Where(c => c.Status != ConversationStatus.Resolved),
            ConversationFilter.Mine => all.Where(c => c.Status != ConversationStatus.Resolved
                && c.Holder == ConversationHolder.Person && c.HolderUserId == actor.UserId && !(c.BotReturnsAt <= now)),
            ConversationFilter.Unassigned => all.Where(c => c.Status != ConversationStatus.Resolved
                && (c.Holder != ConversationHolder.Person || c.BotReturnsAt <= now)),
            ConversationFilter.Unread => all.Where(c => c.UnreadCount > 0),
            ConversationFilter.Resolved => all.Where(c => c.Status == ConversationStatus.Resolved),
        };
    }
}
