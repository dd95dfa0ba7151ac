using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Dispatching;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Planning;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Executions;

public enum ExecutionAction
{
    Pause,

    /// <summary>Goes on with the wait that was left, also after a person took the conversation.</summary>
    Resume,

    /// <summary>Passes over the step that is next.</summary>
    Skip,

    /// <summary>Makes the next step due now; opt-out, caps and send window still decide.</summary>
    SendNow,
    Cancel,
}

/// <summary>What a person does to one run. Every change stands in the run's log.</summary>
public sealed class ChangeExecution(TenantDb tenants, StopExecutions stop, DispatchWriter writer, DecisionLog log, DispatchSignal signal, TimeProvider clock)
{
    public Task<Result<ExecutionView>> RunAsync(Actor actor, Guid id, ExecutionAction action, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<ExecutionView>>(new ForbiddenError());
        return tenants.RunAsync<Result<ExecutionView>>(actor.OrganizationId, async (db, token) =>
        {
            if (await HoldAsync(db, id, token) is not { } run)
                return new ExecutionUnknown();
            if (run.Status is not (ExecutionStatus.Active or ExecutionStatus.Paused))
                return new ExecutionEnded();
            if (await ChangeAsync(db, run, action, token) is { } problem)
                return problem;
            db.Add(AuditEntry.Of(actor, clock, $"execution.{EnumText<ExecutionAction>.Of(action)}", id.ToString("D")));
            await db.SaveChangesAsync(token);
            db.AfterCommit(signal.Wake);
            return (await ExecutionReader.ViewAsync(db, id, token))!;
        }, ct);
    }

    // The contact first, then the run: the dispatcher takes them in the same order.
    private static async Task<FollowUpExecution?> HoldAsync(ChatFlowDb db, Guid id, CancellationToken ct)
    {
        var contact = await db.Set<FollowUpExecution>().Where(e => e.Id == id).Select(e => (Guid?)e.ContactId).SingleOrDefaultAsync(ct);
        if (contact is null || !await FindContact.LockAsync(db, contact.Value, ct))
            return null;
        await db.ExecuteAsync("SELECT 1 FROM follow_up_executions WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE", ct, db.OrganizationId, id);
        return await db.Set<FollowUpExecution>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct);
    }

    private async Task<Error?> ChangeAsync(ChatFlowDb db, FollowUpExecution run, ExecutionAction action, CancellationToken ct)
    {
        var itself = $"e.id = '{run.Id:D}'";
        Guid[] contact = [run.ContactId];
        switch (action)
        {
            case ExecutionAction.Cancel:
                await stop.EndAsync(db, contact, ExitReason.Manual, DecisionReason.Manual, ct, itself);
                return null;
            case ExecutionAction.Pause when run.Status is ExecutionStatus.Paused:
                // From now on only a person lets it go on.
                await db.ExecuteAsync("UPDATE follow_up_executions SET pause_reason = 'manual' WHERE organization_id = $1 AND id = $2", ct, db.OrganizationId, run.Id);
                await log.WriteAsync(db, [new DecisionLine(run.Id, run.CurrentStep, DecisionKind.Paused, DecisionReason.PausedByPerson)], ct);
                db.Publish(Live.LiveKind.ExecutionChanged, run.ContactId, run.Id);
                return null;
            case ExecutionAction.Pause:
                await stop.PauseAsync(db, contact, PauseReason.Manual, DecisionReason.PausedByPerson, ct, itself);
                return null;
            case ExecutionAction.Resume when run.Status is ExecutionStatus.Active:
                return null;
            case ExecutionAction.Resume:
                return await ResumeAsync(db, run, ct);
            case ExecutionAction.Skip when run.Status is ExecutionStatus.Paused:
                return new ExecutionPaused();
            case ExecutionAction.Skip:
                return await SkipAsync(db, run, ct);
            case ExecutionAction.SendNow:
                return await SendNowAsync(db, run, ct);
            default:
                throw new ArgumentOutOfRangeException(nameof(action));
        }
    }

    private async Task<Error?> ResumeAsync(ChatFlowDb db, FollowUpExecution run, CancellationToken ct)
    {
        if (await db.Set<FollowUpSequence>().AnyAsync(s => s.Id == run.SequenceId && !s.Enabled, ct))
            return new SequenceOff();
        await stop.ResumeAsync(db, [run.ContactId], run.PauseReason ?? PauseReason.Manual, ct, $"e.id = '{run.Id:D}'");
        return null;
    }

    private async Task<Error?> SkipAsync(ChatFlowDb db, FollowUpExecution run, CancellationToken ct)
    {
        if (run.DispatchAt is null)
            return new ExecutionSending();
        var now = clock.GetUtcNow();
        var (input, step) = await LookAsync(db, run, now, ct);
        if (step is null || input.Step is not { } planned)
            return new ExecutionWithoutStep();
        var skip = new Decision.Skip(planned, DecisionReason.SkippedByPerson);
        await FenceAsync(db, run, ct);
        await writer.RunAsync(db, [new RunResult(run, skip, Planner.PlanAfterSkip(input, planned), step, null, default)], [run], now, ct);
        return null;
    }

    private async Task<Error?> SendNowAsync(ChatFlowDb db, FollowUpExecution run, CancellationToken ct)
    {
        if (run is { Status: ExecutionStatus.Active, DispatchAt: null })
            return new ExecutionSending();
        var now = clock.GetUtcNow();
        if ((await LookAsync(db, run, now, ct)).Step is not { } step)
            return new ExecutionWithoutStep();
        if (run.Status is ExecutionStatus.Paused && await ResumeAsync(db, run, ct) is { } problem)
            return problem;
        await FenceAsync(db, run, ct);
        await db.ExecuteAsync(
            "UPDATE follow_up_executions SET next_scheduled_at = $3, dispatch_at = $3 WHERE organization_id = $1 AND id = $2", ct, db.OrganizationId, run.Id, now);
        await log.WriteAsync(db, [new DecisionLine(run.Id, step.StepOrder, DecisionKind.Scheduled, DecisionReason.SendNow, now)], ct);
        db.Publish(Live.LiveKind.ExecutionChanged, run.ContactId, run.Id);
        return null;
    }

    // A worker that claimed the run before finds out that it is no longer what it claimed.
    private static Task FenceAsync(ChatFlowDb db, FollowUpExecution run, CancellationToken ct) => db.ExecuteAsync(
        "UPDATE follow_up_executions SET lease_token = lease_token + 1, lease_until = NULL WHERE organization_id = $1 AND id = $2", ct, db.OrganizationId, run.Id);

    private static async Task<(PlannerInput Input, FollowUpStep? Step)> LookAsync(ChatFlowDb db, FollowUpExecution run, DateTimeOffset now, CancellationToken ct)
    {
        var organization = await FactsReader.OrganizationAsync(db, ct);
        var facts = await FactsReader.ContactsAsync(db, [run.ContactId], organization, now, ct);
        var sequence = (await SequenceBook.OfAsync(db, [run.SequenceId], ct))[run.SequenceId];
        var past = (await RunPast.ReadAsync(db, [run.Id], ct)).Of(run.Id);
        return (RunInput.Of(run, past, sequence, organization, facts[run.ContactId], now), past.NextStep(sequence, run.CurrentStep));
    }
}
