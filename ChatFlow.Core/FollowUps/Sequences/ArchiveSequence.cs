using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>Takes a sequence away: its open runs are cancelled, its history and numbers stay.</summary>
public sealed class ArchiveSequence(TenantDb tenants, StopExecutions stop, TimeProvider clock)
{
    /// <returns>How many open runs were cancelled.</returns>
    public Task<Result<int>> RunAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return Task.FromResult<Result<int>>(new ForbiddenError());
        return tenants.RunAsync<Result<int>>(actor.OrganizationId, async (db, token) =>
        {
            // Contacts first, as everywhere. Whoever enters in this very moment is stopped by the dispatcher.
            var contacts = await db.QueryAsync("""
                SELECT c.id FROM contacts c WHERE c.organization_id = $1 AND c.id IN (
                    SELECT e.contact_id FROM follow_up_executions e
                    WHERE e.organization_id = $1 AND e.sequence_id = $2 AND e.status IN ('active', 'paused'))
                ORDER BY c.id FOR NO KEY UPDATE
                """, r => r.GetGuid(0), token, db.OrganizationId, id);
            if (!await SequenceReader.LockAsync(db, id, token))
                return new SequenceUnknown();
            var row = await db.Set<FollowUpSequence>().SingleAsync(s => s.Id == id, token);
            row.ArchivedAt = StoredTime.Now(clock);
            row.Enabled = false;
            db.Add(AuditEntry.Of(actor, clock, "sequence.archived", row.Name));
            await db.SaveChangesAsync(token);
            var ended = await stop.EndAsync(
                db, [.. contacts], ExitReason.SequenceDeleted, DecisionReason.SequenceDeleted, token, $"s.id = '{id:D}'");
            db.Publish(LiveKind.SequenceChanged, id: id);
            return ended.Count;
        }, ct);
    }
}
