using ChatFlow.Core.Data;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Statistics;

/// <summary>What waits to leave through the organization's number.</summary>
/// <param name="NextAt">When the next of it is due.</param>
public sealed record SendQueue(long People, long Bot, long Api, long FollowUps, DateTimeOffset? NextAt)
{
    public long Total => People + Bot + Api + FollowUps;
}

/// <summary>The queue of the number: messages that are due or have their turn, and follow-ups that the pace has moved.</summary>
public sealed class ReadSendQueue(TenantDb tenants)
{
    public async Task<SendQueue> RunAsync(Actor actor, CancellationToken ct) => (await tenants.RunAsync(actor.OrganizationId, (db, token) => db.QueryAsync("""
        WITH waiting AS (
            SELECT sender, dispatch_at FROM messages WHERE organization_id = $1 AND dispatch_at IS NOT NULL
            UNION ALL
            SELECT 'execution', dispatch_at FROM follow_up_executions
            WHERE organization_id = $1 AND paced_for IS NOT NULL AND status = 'active' AND dispatch_at IS NOT NULL)
        SELECT count(*) FILTER (WHERE sender = 'person'), count(*) FILTER (WHERE sender = 'bot'),
            count(*) FILTER (WHERE sender IN ('api', 'system')), count(*) FILTER (WHERE sender IN ('follow_up', 'execution')), min(dispatch_at)
        FROM waiting
        """, r => new SendQueue(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.Get<DateTimeOffset?>(4)), token, actor.OrganizationId), ct))[0];
}
