using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>
/// What follows the outcome of a follow-up's send, in the transaction that records it. Accepted and unknown arm the next
/// step (unknown is never resent); refused ends the run or its step; what is tried again keeps the run waiting.
/// </summary>
public sealed class FollowUpSends(LogStatuses statuses, DecisionLog log, StopExecutions stop) : ISendReaction
{
    public async Task FinishedAsync(ChatFlowDb db, IReadOnlyList<FinishedSend> finished, CancellationToken ct)
    {
        var ours = finished.Where(f => f.Sender == MessageSender.FollowUp).ToList();
        if (ours.Count == 0)
            return;
        await statuses.RunAsync(db, [.. ours.Select(f => new Inbox.Receiving.RaisedStatus(f.MessageId, f.ContactId, StatusOf(f), f.At, ErrorOf(f.Outcome)))], ct);
        var over = ours.FindAll(f => !f.WillRetry);
        var armed = await ArmAsync(db, over.FindAll(f => f.Outcome is SendOutcome.Accepted or SendOutcome.Unknown || SkipReason(f) is not null), ct);
        var failed = await FailAsync(db, over.FindAll(f => f.Outcome is SendOutcome.Refused or SendOutcome.Retryable && SkipReason(f) is null), ct);

        var byMessage = ours.ToDictionary(f => f.MessageId);
        await log.WriteAsync(db, [.. armed.Concat(failed).SelectMany(r => Lines(r, byMessage[r.Message]))], ct);
        foreach (var (execution, _, message, _) in armed.Concat(failed))
            db.Publish(LiveKind.ExecutionChanged, byMessage[message].ContactId, execution);
    }

    // Held back for now, or outside the window after all: this step is lost, the run is not (research/followups.md 1.9).
    private static DecisionReason? SkipReason(FinishedSend send) => send.Outcome switch
    {
        SendOutcome.Refused { Error.Class: ChannelErrorClass.NotNow } => DecisionReason.ProviderHoldsBack,
        SendOutcome.Refused { Error.Class: ChannelErrorClass.NeedsTemplate } => DecisionReason.WindowClosed,
        _ => null,
    };

    // The next due time was planned at the intent; it moves by as much as the send took.
    private static async Task<IReadOnlyList<Settled>> ArmAsync(ChatFlowDb db, List<FinishedSend> sends, CancellationToken ct)
    {
        if (sends.Count == 0)
            return [];
        return await db.QueryAsync("""
            UPDATE follow_up_executions e SET
                status = CASE WHEN e.status = 'active' AND e.current_step = 2147483647 THEN 'abandoned' ELSE e.status END,
                exit_reason = CASE WHEN e.status = 'active' AND e.current_step = 2147483647 THEN 'no_response' ELSE e.exit_reason END,
                completed_at = CASE WHEN e.status = 'active' AND e.current_step = 2147483647 THEN $3 ELSE e.completed_at END,
                next_scheduled_at = CASE WHEN e.status = 'active' AND e.current_step < 2147483647 THEN e.next_scheduled_at + ($3 - e.last_message_sent_at) END,
                dispatch_at = CASE WHEN e.status = 'active' AND e.current_step < 2147483647 THEN e.next_scheduled_at + ($3 - e.last_message_sent_at) END,
                last_message_sent_at = $3
            FROM follow_up_message_logs l
            WHERE e.organization_id = $1 AND l.organization_id = $1 AND l.sent_message_id = ANY ($2) AND e.id = l.execution_id
                AND e.dispatch_at IS NULL AND e.status = 'active'
            RETURNING e.id, l.step_number, l.sent_message_id, e.status = 'abandoned'
            """, r => new Settled(r.GetGuid(0), r.GetInt32(1), r.GetGuid(2), r.GetBoolean(3)), ct,
            db.OrganizationId, sends.ConvertAll(s => s.MessageId).ToArray(), sends[0].At);
    }

    private async Task<IReadOnlyList<Settled>> FailAsync(ChatFlowDb db, List<FinishedSend> sends, CancellationToken ct)
    {
        if (sends.Count == 0)
            return [];
        var runs = await db.QueryAsync("""
            SELECT l.execution_id, l.step_number, l.sent_message_id, l.contact_id FROM follow_up_message_logs l
            WHERE l.organization_id = $1 AND l.sent_message_id = ANY ($2)
            """, r => (Execution: r.GetGuid(0), Step: r.GetInt32(1), Message: r.GetGuid(2), Contact: r.GetGuid(3)), ct,
            db.OrganizationId, sends.ConvertAll(s => s.MessageId).ToArray());
        if (runs.Count == 0)
            return [];
        await db.ExecuteAsync("""
            UPDATE follow_up_executions SET total_messages_sent = greatest(0, total_messages_sent - 1) WHERE organization_id = $1 AND id = ANY ($2)
            """, ct, db.OrganizationId, runs.Select(r => r.Execution).ToArray());
        await stop.EndAsync(db, [.. runs.Select(r => r.Contact).Distinct()], ExitReason.Failed, DecisionReason.ProviderRefused, ct,
            $"e.id IN ({string.Join(',', runs.Select(r => $"'{r.Execution:D}'"))})");
        return [.. runs.Select(r => new Settled(r.Execution, r.Step, r.Message, Over: false))];
    }

    private static IEnumerable<DecisionLine> Lines(Settled run, FinishedSend send)
    {
        yield return send.Outcome switch
        {
            SendOutcome.Refused when SkipReason(send) is { } skipped => new DecisionLine(run.Execution, run.Step, DecisionKind.Skipped, skipped),
            SendOutcome.Accepted => new DecisionLine(run.Execution, run.Step, DecisionKind.Sent, DecisionReason.ProviderAccepted),
            SendOutcome.Unknown => new DecisionLine(run.Execution, run.Step, DecisionKind.Unknown, DecisionReason.OutcomeUnknown),
            SendOutcome.Refused or SendOutcome.Retryable => new DecisionLine(run.Execution, run.Step, DecisionKind.Failed, DecisionReason.ProviderRefused),
            _ => throw new InvalidOperationException("unknown outcome"),
        };
        if (run.Over)
            yield return new DecisionLine(run.Execution, run.Step, DecisionKind.Stopped, DecisionReason.Finished);
    }

    private static MessageStatus StatusOf(FinishedSend send) => send.Outcome switch
    {
        SendOutcome.Accepted => MessageStatus.Sent,
        SendOutcome.Unknown => MessageStatus.Unknown,
        _ => send.WillRetry ? MessageStatus.Pending : MessageStatus.Failed,
    };

    private static ChannelError? ErrorOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Refused refused => refused.Error,
        SendOutcome.Retryable retryable => retryable.Error,
        SendOutcome.Unknown unknown => unknown.Error,
        _ => null,
    };

    /// <param name="Over">It was the last step, and nothing is waited for.</param>
    private sealed record Settled(Guid Execution, int Step, Guid Message, bool Over);
}
