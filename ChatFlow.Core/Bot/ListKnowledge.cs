using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Bot;

/// <summary>The business's questions and answers, newest first.</summary>
public sealed class ListKnowledge(TenantDb tenants)
{
    public Task<Result<Page<KnowledgeView>>> RunAsync(Actor actor, string? cursor, int? limit, CancellationToken ct)
    {
        var after = Cursor.Read(cursor);
        if (!after.IsSuccess)
            return Task.FromResult<Result<Page<KnowledgeView>>>(after.Error);
        var size = PageSize.Clamp(limit);
        return tenants.RunAsync<Result<Page<KnowledgeView>>>(actor.OrganizationId, async (db, token) =>
        {
            var entries = db.Set<KnowledgeEntry>().AsNoTracking();
            if (after.Value is { } place)
                entries = entries.Where(k => k.CreatedAt < place.At || (k.CreatedAt == place.At && k.Id < place.Id));
            var rows = await entries.OrderByDescending(k => k.CreatedAt).ThenByDescending(k => k.Id).Take(size + 1).ToListAsync(token);
            return Keyset.Page(rows, size, KnowledgeView.Of, k => new Cursor(k.CreatedAt, k.Id));
        }, ct);
    }
}
