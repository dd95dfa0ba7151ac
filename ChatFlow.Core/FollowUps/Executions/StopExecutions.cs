using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>
/// Ends or pauses open runs, set by set, in the caller's transaction with the contacts locked. The lease token rises, so
/// that a worker that holds a run finds out before it writes anything.
/// </summary>
public sealed class StopExecutions(DecisionLog log, TimeProvider clock)
{
    /// <summary>Ends open runs of these contacts.</summary>
    /// <param name="where">A further condition on <c>e</c> (the execution) and <c>s</c> (its sequence); constant SQL.</param>
    public async Task<IReadOnlyList<Guid>> EndAsync(
        ChatFlowDb db, Guid[] contacts, ExitReason exit, DecisionReason reason, CancellationToken ct, string where = "true", bool converted = false)
    {
        var ended = await db.QueryAsync($"""
            UPDATE follow_up_executions e SET status = $3, exit_reason = $4, completed_at = $5, converted = e.converted OR $6,
                dispatch_at = NULL, next_scheduled_at = NULL, lease_until = NULL, lease_token = e.lease_token + 1, pause_reason = NULL
            FROM follow_up_sequences s
            WHERE e.organization_id = $1 AND e.contact_id = ANY ($2) AND e.status IN ('active', 'paused')
                AND s.organization_id = $1 AND s.id = e.sequence_id AND {where}
            RETURNING e.id, e.contact_id, e.current_step
            """, r => (Id: r.GetGuid(0), Contact: r.GetGuid(1), Step: r.GetInt32(2)), ct,
            db.OrganizationId, contacts, EnumText<ExecutionStatus>.Of(ExitReasons.StatusOf(exit)), EnumText<ExitReason>.Of(exit), clock.GetUtcNow(), converted);
        await log.WriteAsync(db, [.. ended.Select(e => new DecisionLine(e.Id, e.Step, DecisionKind.Stopped, reason))], ct);
        foreach (var (id, contact, _) in ended)
            db.Publish(LiveKind.ExecutionChanged, contact, id);
        return [.. ended.Select(e => e.Id)];
    }

    /// <summary>Pauses active runs of these contacts, keeping what is left of their wait.</summary>
    public async Task PauseAsync(
        ChatFlowDb db, Guid[] contacts, PauseReason pause, DecisionReason reason, CancellationToken ct, string where = "true")
    {
        var now = clock.GetUtcNow();
        var paused = await db.QueryAsync($"""
            UPDATE follow_up_executions e SET status = 'paused', pause_reason = $3, paused_at = $4,
                remaining_seconds = greatest(0, least(2000000000, extract(epoch FROM coalesce(e.next_scheduled_at, $4) - $4)))::int,
                dispatch_at = NULL, lease_until = NULL, lease_token = e.lease_token + 1
            WHERE e.organization_id = $1 AND e.contact_id = ANY ($2) AND e.status = 'active' AND {where}
            RETURNING e.id, e.contact_id, e.current_step
            """, r => (Id: r.GetGuid(0), Contact: r.GetGuid(1), Step: r.GetInt32(2)), ct,
            db.OrganizationId, contacts, EnumText<PauseReason>.Of(pause), now);
        await log.WriteAsync(db, [.. paused.Select(e => new DecisionLine(e.Id, e.Step, DecisionKind.Paused, reason))], ct);
        foreach (var (id, contact, _) in paused)
            db.Publish(LiveKind.ExecutionChanged, contact, id);
    }

    /// <summary>Lets runs that were paused for this reason go on, with the wait that was left. Null: every open contact.</summary>
    public async Task ResumeAsync(ChatFlowDb db, Guid[]? contacts, PauseReason pause, CancellationToken ct, string where = "true")
    {
        var resumed = await db.QueryAsync($"""
            UPDATE follow_up_executions e SET status = 'active', pause_reason = NULL, paused_at = NULL, remaining_seconds = NULL, attempt = 0,
                next_scheduled_at = $4 + make_interval(secs => coalesce(e.remaining_seconds, 0)),
                dispatch_at = $4 + make_interval(secs => coalesce(e.remaining_seconds, 0))
            FROM follow_up_sequences s
            WHERE e.organization_id = $1 AND ($2::uuid[] IS NULL OR e.contact_id = ANY ($2)) AND e.status = 'paused' AND e.pause_reason = $3
                AND s.organization_id = $1 AND s.id = e.sequence_id AND {where}
            RETURNING e.id, e.contact_id, e.current_step
            """, r => (Id: r.GetGuid(0), Contact: r.GetGuid(1), Step: r.GetInt32(2)), ct,
            db.OrganizationId, contacts, EnumText<PauseReason>.Of(pause), clock.GetUtcNow());
        await log.WriteAsync(db, [.. resumed.Select(e => new DecisionLine(e.Id, e.Step, DecisionKind.Resumed, DecisionReason.Resumed))], ct);
        foreach (var (id, contact, _) in resumed)
            db.Publish(LiveKind.ExecutionChanged, contact, id);
    }
}
