using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Inbox.Simulator;

/// <summary>
/// Moves the due times of a simulator organization's own timers, nothing else's: for whoever will not wait a day to see a
/// follow-up leave. Messages and their times stay as they are.
/// </summary>
public sealed class LetTimePass(TenantDb tenants, IEnumerable<ISimulatedTime> timers)
{
    private const int Most = 7 * 24 * 60;

    public Task<Result<Done>> RunAsync(Actor actor, int minutes, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<Done>>(new ForbiddenError());
        if (minutes is < 1 or > Most)
            return Task.FromResult<Result<Done>>(new SimulatorTimeInvalid());
        var passed = TimeSpan.FromMinutes(minutes);
        return tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, token) =>
        {
            if (!await SimulatorPost.IsOnAsync(db, token))
                return new NotOnSimulator();
            var moved = await db.QueryAsync("""
                UPDATE conversations SET bot_due_at = bot_due_at - $2, bot_returns_at = bot_returns_at - $2
                WHERE organization_id = $1 AND (bot_due_at IS NOT NULL OR bot_returns_at IS NOT NULL)
                RETURNING contact_id
                """, r => r.GetGuid(0), token, db.OrganizationId, passed);
            foreach (var timer in timers)
                await timer.PassAsync(db, passed, token);
            foreach (var contact in moved)
                db.Publish(LiveKind.ConversationChanged, contact);
            return default(Done);
        }, ct);
    }
}
