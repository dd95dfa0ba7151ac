using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Planning;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>Writes what was decided about a batch of runs: their rows, their logs, their reasons.</summary>
public sealed class DispatchWriter(DecisionLog log, TimeProvider clock)
{
    public async Task RunAsync(ChatFlowDb db, List<RunResult> results, List<FollowUpExecution> held, DateTimeOffset now, CancellationToken ct)
    {
        var states = results.ConvertAll(r => StateOf(r, now));

        // Runs that were held and not decided about give their lease back at once.
        var idle = held.Select(h => h.Id).Except(states.Select(s => s.Id)).ToArray();
        if (idle.Length > 0)
            await db.ExecuteAsync("UPDATE follow_up_executions SET lease_until = NULL WHERE organization_id = $1 AND id = ANY ($2)", ct, db.OrganizationId, idle);
        await db.ExecuteAsync("""
            UPDATE follow_up_executions e SET status = n.status, current_step = n.step, next_scheduled_at = n.next, dispatch_at = n.dispatch,
                lease_until = NULL, attempt = 0, exit_reason = n.exit, pause_reason = n.pause,
                completed_at = CASE WHEN n.exit IS NULL THEN e.completed_at ELSE $2 END,
                paused_at = CASE WHEN n.pause IS NULL THEN NULL ELSE $2 END,
                last_message_sent_at = CASE WHEN n.sent THEN $2 ELSE e.last_message_sent_at END,
                total_messages_sent = e.total_messages_sent + n.sent::int
            FROM unnest($3::uuid[], $4::text[], $5::int[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[], $10::boolean[])
                AS n (id, status, step, next, dispatch, exit, pause, sent)
            WHERE e.organization_id = $1 AND e.id = n.id
            """, ct, db.OrganizationId, now, states.ConvertAll(s => s.Id).ToArray(), states.ConvertAll(s => EnumText<ExecutionStatus>.Of(s.Status)).ToArray(),
            states.ConvertAll(s => s.Step).ToArray(), states.ConvertAll(s => s.Next).ToArray(), states.ConvertAll(s => s.Dispatch).ToArray(),
            states.ConvertAll(s => s.Exit is { } e ? EnumText<ExitReason>.Of(e) : null).ToArray(),
            states.ConvertAll(s => s.Pause is { } p ? EnumText<PauseReason>.Of(p) : null).ToArray(), states.ConvertAll(s => s.Sent).ToArray());
        await log.WriteAsync(db, [.. results.SelectMany(Lines)], ct);
        foreach (var result in results)
            db.Publish(LiveKind.ExecutionChanged, result.Run.ContactId, result.Run.Id);
    }

    /// <summary>The intents: unique for run and step, so that no step is ever sent twice.</summary>
    public Task LogAsync(ChatFlowDb db, List<RunResult> sends, DateTimeOffset now, CancellationToken ct) => db.ExecuteAsync("""
        INSERT INTO follow_up_message_logs (id, organization_id, execution_id, message_id, step_number, sent_at, message_sent, delivery_status,
            contact_id, sent_message_id, created_at)
        SELECT n.id, $1, n.execution_id, n.step_id, n.step, NULL, n.content, 'pending', n.contact_id, n.message_id, $2
        FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::uuid[], $9::uuid[])
            AS n (id, execution_id, step_id, step, content, contact_id, message_id)
        """, ct, db.OrganizationId, now, sends.ConvertAll(_ => Ids.New(clock)).ToArray(), sends.ConvertAll(s => s.Run.Id).ToArray(),
        sends.ConvertAll(s => s.Step!.Id).ToArray(), sends.ConvertAll(s => s.Step!.StepOrder).ToArray(), sends.ConvertAll(s => s.Text!).ToArray(),
        sends.ConvertAll(s => s.Run.ContactId).ToArray(), sends.ConvertAll(s => s.MessageId).ToArray());

    private static RunState StateOf(RunResult result, DateTimeOffset now)
    {
        var run = result.Run;
        var sent = result.Decision is Decision.Send;
        return result.Decision switch
        {
            // Armed when the outcome of the send is recorded.
            Decision.Send => Follow(run, result.Next!, sent) with { Dispatch = null },
            Decision.Skip => Follow(run, result.Next!, sent),
            Decision.Move move => Waiting(run, run.CurrentStep, move.Until.ToDateTimeOffset(), false),
            Decision.Pause pause => new RunState(run.Id, ExecutionStatus.Paused, run.CurrentStep, run.NextScheduledAt, null, null, pause.PauseReason, false),
            Decision.Stop stop => new RunState(run.Id, stop.Status, run.CurrentStep, null, null, stop.ExitReason, null, false),
            Decision.Ignore => new RunState(run.Id, run.Status, run.CurrentStep, run.NextScheduledAt, null, run.ExitReason, run.PauseReason, false),
            _ => throw new InvalidOperationException(result.Decision.GetType().Name),
        };
    }

    private static RunState Follow(FollowUpExecution run, NextPlan next, bool sent) => next switch
    {
        NextPlan.Scheduled scheduled => Waiting(run, scheduled.Step.Order, scheduled.DueAt.ToDateTimeOffset(), sent),
        NextPlan.AwaitAnswer wait => Waiting(run, wait.NextStep, wait.Until.ToDateTimeOffset(), sent),

        // A sent message may still fail, so even the last one ends its run only when its outcome is known.
        NextPlan.Ended when sent => new RunState(run.Id, ExecutionStatus.Active, int.MaxValue, DateTimeOffset.UnixEpoch, null, null, null, true),
        NextPlan.Ended ended => new RunState(run.Id, ended.Status, run.CurrentStep, null, null, ended.ExitReason, null, false),
        _ => throw new InvalidOperationException(next.GetType().Name),
    };

    private static RunState Waiting(FollowUpExecution run, int step, DateTimeOffset at, bool sent) =>
        new(run.Id, ExecutionStatus.Active, step, at, at, null, null, sent);

    private static IEnumerable<DecisionLine> Lines(RunResult result)
    {
        var step = result.Step?.StepOrder ?? result.Run.CurrentStep;
        var until = result.Decision is Decision.Move move ? move.Until.ToDateTimeOffset() : (DateTimeOffset?)null;
        yield return new DecisionLine(result.Run.Id, step, result.Decision.Kind, result.Decision.Reason, until, result.Detail);
        if (result.Next is NextPlan.Scheduled scheduled)
            yield return new DecisionLine(result.Run.Id, scheduled.Step.Order, DecisionKind.Scheduled, scheduled.Reason, scheduled.DueAt.ToDateTimeOffset());
        else if (result.Next is NextPlan.AwaitAnswer wait)
            yield return new DecisionLine(result.Run.Id, step, DecisionKind.Scheduled, wait.Reason, wait.Until.ToDateTimeOffset());
        else if (result is { Next: NextPlan.Ended ended, Decision: Decision.Skip })
            yield return new DecisionLine(result.Run.Id, step, DecisionKind.Stopped, ended.Reason);
    }

    private sealed record RunState(
        Guid Id, ExecutionStatus Status, int Step, DateTimeOffset? Next, DateTimeOffset? Dispatch, ExitReason? Exit, PauseReason? Pause, bool Sent);
}
