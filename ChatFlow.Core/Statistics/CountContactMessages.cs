using ChatFlow.Core.Data;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Statistics;

/// <summary>How many messages go when these contacts are deleted: the number in the question before it.</summary>
public sealed class CountContactMessages(TenantDb tenants)
{
    public Task<long> RunAsync(Actor actor, IReadOnlyCollection<Guid> contactIds, CancellationToken ct) =>
        tenants.RunAsync(actor.OrganizationId, async (db, token) => (await db.QueryAsync(
            "SELECT count(*) FROM messages WHERE organization_id = $1 AND contact_id = ANY ($2)",
            r => r.GetInt64(0), token, actor.OrganizationId, contactIds.ToArray()))[0], ct);
}
