using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <summary>How many conversations each tab holds, people and not messages; counting stops at <see cref="CountConversations.Most"/>.</summary>
public sealed record ConversationCounts(int All, int Mine, int Unassigned, int Unread)
{
    public static readonly ConversationCounts None = new(0, 0, 0, 0);
}

public sealed class CountConversations(TenantDb tenants, TimeProvider clock)
{
    /// <summary>A badge says "99+" beyond; so counting stays quick however many there are.</summary>
    public const int Most = 100;

    public Task<ConversationCounts> RunAsync(Actor actor, CancellationToken ct) => tenants.RunAsync(actor.OrganizationId, async (db, token) =>
    {
        var now = clock.GetUtcNow();
        Task<int> CountAsync(ConversationFilter filter) => ConversationQuery.Of(db, filter, actor, now)
            .OrderByDescending(c => c.LastMessageAt).ThenByDescending(c => c.Id).Take(Most).CountAsync(token);
        return new ConversationCounts(
            await CountAsync(ConversationFilter.All), await CountAsync(ConversationFilter.Mine),
            await CountAsync(ConversationFilter.Unassigned), await CountAsync(ConversationFilter.Unread));
    }, ct);
}
