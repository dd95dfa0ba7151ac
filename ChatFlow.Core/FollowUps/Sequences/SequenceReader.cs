using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>Definitions with their steps and how many are inside, in three statements whatever their number.</summary>
internal static class SequenceReader
{
    public static async Task<IReadOnlyList<SequenceView>> ViewsAsync(ChatFlowDb db, IReadOnlyCollection<FollowUpSequence> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Id).ToList();
        var steps = (await db.Set<FollowUpStep>().AsNoTracking().Where(s => ids.Contains(s.SequenceId) && s.RetiredAt == null).ToListAsync(ct))
            .ToLookup(s => s.SequenceId);
        var open = (await db.Set<FollowUpExecution>()
            .Where(e => ids.Contains(e.SequenceId) && (e.Status == ExecutionStatus.Active || e.Status == ExecutionStatus.Paused))
            .GroupBy(e => new { e.SequenceId, e.Status }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct))
            .ToDictionary(g => (g.Key.SequenceId, g.Key.Status), g => g.Count);
        return [.. rows.Select(r => SequenceView.Of(r, steps[r.Id], (
            open.GetValueOrDefault((r.Id, ExecutionStatus.Active)), open.GetValueOrDefault((r.Id, ExecutionStatus.Paused)))))];
    }

    public static async Task<SequenceView?> ViewAsync(ChatFlowDb db, Guid id, CancellationToken ct)
    {
        var row = await db.Set<FollowUpSequence>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.ArchivedAt == null, ct);
        return row is null ? null : (await ViewsAsync(db, [row], ct))[0];
    }

    /// <summary>Locks the sequence against other edits; false if there is none.</summary>
    public static async Task<bool> LockAsync(ChatFlowDb db, Guid id, CancellationToken ct) => (await db.QueryAsync(
        "SELECT 1 FROM follow_up_sequences WHERE organization_id = $1 AND id = $2 AND archived_at IS NULL FOR NO KEY UPDATE",
        r => r.GetInt32(0), ct, db.OrganizationId, id)).Count > 0;
}
