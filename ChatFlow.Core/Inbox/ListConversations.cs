using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <param name="Cursor">The <c>next</c> of the page before; null is the first page.</param>
/// <param name="Limit">How many; 50 unless said, 200 at most.</param>
public sealed record ListConversationsRequest(ConversationFilter Filter = ConversationFilter.All, string? Cursor = null, int? Limit = null);

/// <summary>Conversations, the one with the newest message first.</summary>
public sealed class ListConversations(TenantDb tenants, TimeProvider clock)
{
    public Task<Result<Page<ConversationRow>>> RunAsync(Actor actor, ListConversationsRequest request, CancellationToken ct)
    {
        var cursor = Cursor.Read(request.Cursor);
        if (!cursor.IsSuccess)
            return Task.FromResult<Result<Page<ConversationRow>>>(cursor.Error);
        var size = PageSize.Clamp(request.Limit);
        var now = clock.GetUtcNow();
        return tenants.RunAsync<Result<Page<ConversationRow>>>(actor.OrganizationId, async (db, token) =>
        {
            var conversations = ConversationQuery.Of(db, request.Filter, actor, now);
            if (cursor.Value is { } after)
                conversations = conversations.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.LastMessageAt, c.Id), ValueTuple.Create(after.At, after.Id)));
            var rows = await (
                from c in conversations.OrderByDescending(c => c.LastMessageAt).ThenByDescending(c => c.Id).Take(size + 1)
                join p in db.Set<Contact>() on c.ContactId equals p.Id
                from u in db.Set<User>().Where(u => u.Id == c.HolderUserId).DefaultIfEmpty()
                orderby c.LastMessageAt descending, c.Id descending
                select new { Conversation = c, Name = p.Name == null && p.Username != null ? "@" + p.Username : p.Name, p.Phone, Holder = u == null ? null : u.Name ?? u.Email }).ToListAsync(token);
            var botEnabled = await db.Set<BotConfig>().AsNoTracking().Select(b => b.BotEnabled).SingleAsync(token);
            return Keyset.Page(rows, size, r => Row(r.Conversation, r.Name, r.Phone, r.Holder, HolderNow.Of(r.Conversation, botEnabled, now)),
                r => new Cursor(r.Conversation.LastMessageAt, r.Conversation.Id));
        }, ct);
    }

    private static ConversationRow Row(Conversation c, string? name, string? phone, string? holder, ConversationHolder now) => new(
        c.Id, c.ContactId, name, phone, c.Status, now, now == ConversationHolder.Person ? c.HolderUserId : null,
        now == ConversationHolder.Person ? holder : null, c.UnreadCount, c.LastMessageAt, c.LastMessageDirection, c.LastMessagePreview);
}
