using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>
/// Lets the runs of an organization go on that waited for something that is over: the person's turn has passed to the bot
/// again, the channel sends again. Each keeps the wait that was left.
/// </summary>
public sealed class ResumeWaiting(TenantDb tenants, StopExecutions stop)
{
    public Task RunAsync(Guid organizationId, CancellationToken ct) => tenants.RunAsync(organizationId, async (db, token) =>
    {
        // $1 is the organization, $4 the time: StopExecutions.ResumeAsync.
        await stop.ResumeAsync(db, null, PauseReason.Human, token, """
            NOT EXISTS (SELECT 1 FROM conversations c WHERE c.organization_id = $1 AND c.contact_id = e.contact_id
                AND c.holder = 'person' AND (c.bot_returns_at IS NULL OR c.bot_returns_at > $4))
            """);
        await stop.ResumeAsync(db, null, PauseReason.Channel, token,
            "NOT EXISTS (SELECT 1 FROM bot_configs b WHERE b.organization_id = $1 AND (b.sending_paused OR b.automation_held_until > $4))");
    }, ct);
}
