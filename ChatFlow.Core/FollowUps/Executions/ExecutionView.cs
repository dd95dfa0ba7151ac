using System.Text.Json;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Sequences;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>One contact's run through a sequence, with everything that was decided about it, oldest first.</summary>
/// <param name="CurrentStep">The order of the step that is next; past the last one while it waits for an answer.</param>
/// <param name="NextScheduledAt">When the next step is due, or the wait for an answer over; null when it is paused or has ended.</param>
public sealed record ExecutionView(
    Guid Id,
    Guid SequenceId,
    string SequenceName,
    Guid ContactId,
    string? ContactPhone,
    string? ContactName,
    ExecutionStatus Status,
    int CurrentStep,
    int StepCount,
    DateTimeOffset? NextScheduledAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt,
    bool Converted,
    int TotalMessagesSent,
    ExitReason? ExitReason,
    PauseReason? PauseReason,
    JsonElement TriggerData,
    IReadOnlyList<DecisionView> Decisions);

/// <param name="Until">Until when it was moved, or when the next step is due.</param>
/// <param name="Detail">The comparison that failed, where conditions decided.</param>
public sealed record DecisionView(DateTimeOffset At, int Step, DecisionKind Kind, DecisionReason Reason, DateTimeOffset? Until, string? Detail);

internal static class ExecutionReader
{
    /// <summary>The runs with their logs, in the order given.</summary>
    public static async Task<IReadOnlyList<ExecutionView>> ViewsAsync(ChatFlowDb db, IReadOnlyCollection<FollowUpExecution> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
            return [];
        var ids = rows.Select(r => r.Id).ToList();
        var sequenceIds = rows.Select(r => r.SequenceId).Distinct().ToList();
        var contactIds = rows.Select(r => r.ContactId).Distinct().ToList();
        var names = await db.Set<FollowUpSequence>().Where(s => sequenceIds.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        var steps = await db.Set<FollowUpStep>().Where(s => sequenceIds.Contains(s.SequenceId) && s.RetiredAt == null)
            .GroupBy(s => s.SequenceId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var contacts = await db.Set<Contacts.Contact>().Where(c => contactIds.Contains(c.Id)).Select(c => new { c.Id, c.Phone, c.Name }).ToDictionaryAsync(c => c.Id, ct);
        var decisions = (await db.Set<FollowUpDecision>().AsNoTracking().Where(d => ids.Contains(d.ExecutionId)).OrderBy(d => d.At).ThenBy(d => d.Id).ToListAsync(ct))
            .ToLookup(d => d.ExecutionId);
        return [.. rows.Select(r => new ExecutionView(
            r.Id, r.SequenceId, names[r.SequenceId], r.ContactId, contacts[r.ContactId].Phone, contacts[r.ContactId].Name, r.Status,
            Math.Min(r.CurrentStep, steps.GetValueOrDefault(r.SequenceId) + 1), steps.GetValueOrDefault(r.SequenceId),
            r.Status is ExecutionStatus.Active && r.CurrentStep != int.MaxValue ? r.NextScheduledAt : null,
            r.StartedAt, r.CompletedAt, r.Converted, r.TotalMessagesSent, r.ExitReason, r.PauseReason, SequenceView.Json(r.TriggerData),
            [.. decisions[r.Id].Select(d => new DecisionView(d.At, d.Step == int.MaxValue ? steps.GetValueOrDefault(r.SequenceId) : d.Step, d.Kind, d.Reason, d.Until, d.Detail))]))];
    }

    public static async Task<ExecutionView?> ViewAsync(ChatFlowDb db, Guid id, CancellationToken ct)
    {
        var row = await db.Set<FollowUpExecution>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct);
        return row is null ? null : (await ViewsAsync(db, [row], ct))[0];
    }
}
