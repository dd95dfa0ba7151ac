using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Dispatching;
using ChatFlow.Core.Inbox.Simulator;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>
/// Open runs become due sooner; what is paused keeps what is left of its wait, less what has passed. What has happened
/// keeps its time: a start moved before the last reply would look as if that reply had answered the run.
/// </summary>
public sealed class SimulatedTime(DispatchSignal signal) : ISimulatedTime
{
    public async Task PassAsync(ChatFlowDb db, TimeSpan passed, CancellationToken ct)
    {
        var moved = await db.QueryAsync("""
            UPDATE follow_up_executions SET dispatch_at = dispatch_at - $2, next_scheduled_at = next_scheduled_at - $2,
                remaining_seconds = greatest(0, remaining_seconds - extract(epoch FROM $2)::int)
            WHERE organization_id = $1 AND status IN ('active', 'paused')
            RETURNING id, contact_id
            """, r => (Id: r.GetGuid(0), Contact: r.GetGuid(1)), ct, db.OrganizationId, passed);
        foreach (var (id, contact) in moved)
            db.Publish(LiveKind.ExecutionChanged, contact, id);
        db.AfterCommit(signal.Wake);
    }
}
