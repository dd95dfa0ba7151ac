using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Planning;
using ChatFlow.Core.FollowUps.Sequences;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>
/// What a run has behind it: the steps it sent, which stay sent wherever an edit moves them, and when it was last resumed:
/// whoever resumes it by hand knows that a person wrote before.
/// </summary>
internal sealed record RunPast(IReadOnlySet<Guid> SentSteps, Instant? ResumedAt)
{
    public static RunPast Empty { get; } = new(new HashSet<Guid>(), null);

    /// <summary>The sequence's steps in order, those that were sent before marked as gone.</summary>
    public IReadOnlyList<PlannerStep> Remaining(LoadedSequence sequence) =>
        SentSteps.Count == 0
            ? sequence.PlannerSteps
            : [.. sequence.Steps.Zip(sequence.PlannerSteps, (row, step) => SentSteps.Contains(row.Id) ? step with { IsRetired = true } : step)];

    public FollowUpStep? NextStep(LoadedSequence sequence, int from) =>
        sequence.Steps.FirstOrDefault(s => s.StepOrder >= from && !SentSteps.Contains(s.Id));

    public static async Task<RunPasts> ReadAsync(ChatFlowDb db, IReadOnlyCollection<Guid> runs, CancellationToken ct)
    {
        var ids = runs.ToArray();
        var sent = await db.QueryAsync(
            "SELECT execution_id, message_id FROM follow_up_message_logs WHERE organization_id = $1 AND execution_id = ANY ($2)",
            r => (Run: r.GetGuid(0), Step: r.GetGuid(1)), ct, db.OrganizationId, ids);
        var resumed = await db.QueryAsync("""
            SELECT execution_id, max(at) FROM follow_up_decisions
            WHERE organization_id = $1 AND execution_id = ANY ($2) AND kind = 'resumed' GROUP BY execution_id
            """, r => (Run: r.GetGuid(0), At: Instant.FromDateTimeOffset(r.GetFieldValue<DateTimeOffset>(1))), ct, db.OrganizationId, ids);
        return new RunPasts(sent.ToLookup(s => s.Run, s => s.Step), resumed.ToDictionary(r => r.Run, r => r.At));
    }
}

internal sealed class RunPasts(ILookup<Guid, Guid> sent, IReadOnlyDictionary<Guid, Instant> resumed)
{
    public RunPast Of(Guid run) => new(sent[run].ToHashSet(), resumed.TryGetValue(run, out var at) ? at : null);
}
