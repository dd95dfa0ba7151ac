using ChatFlow.Core.Data;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Contacts;

public sealed record TagCount(string Tag, int Contacts);

/// <summary>The tags in use, most used first: what a filter or a trigger offers.</summary>
public sealed class ListContactTags(TenantDb tenants)
{
    private const int Most = 200;

    public Task<IReadOnlyList<TagCount>> RunAsync(Actor actor, CancellationToken ct) =>
        tenants.RunAsync(actor.OrganizationId, (db, token) => db.QueryAsync("""
            SELECT t.tag, count(*)::int FROM contacts c CROSS JOIN LATERAL unnest(c.tags) AS t (tag)
            WHERE c.organization_id = $1 GROUP BY t.tag ORDER BY count(*) DESC, t.tag LIMIT $2
            """, r => new TagCount(r.GetString(0), r.GetInt32(1)), token, actor.OrganizationId, Most), ct);
}
