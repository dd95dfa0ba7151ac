using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>One line of a run's log.</summary>
/// <param name="Detail">What exactly, for whoever built the sequence: the comparison that failed. Never a contact's value.</param>
public sealed record DecisionLine(Guid ExecutionId, int Step, DecisionKind Kind, DecisionReason Reason, DateTimeOffset? Until = null, string? Detail = null)
{
    public const int LongestDetail = 200;
}

/// <summary>Writes decisions, many in one statement, in the transaction that carries them out.</summary>
public sealed class DecisionLog(TimeProvider clock)
{
    public Task WriteAsync(ChatFlowDb db, IReadOnlyCollection<DecisionLine> lines, CancellationToken ct)
    {
        if (lines.Count == 0)
            return Task.CompletedTask;
        // What was decided at once is read in the order in which it was decided.
        return db.ExecuteAsync("""
            INSERT INTO follow_up_decisions (id, organization_id, execution_id, at, step, kind, reason, until, detail)
            SELECT n.id, $1, n.execution_id, $2 + n.place * interval '1 microsecond', n.step, n.kind, n.reason, n.until, n.detail
            FROM unnest($3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::timestamptz[], $9::text[])
                WITH ORDINALITY AS n (id, execution_id, step, kind, reason, until, detail, place)
            """, ct, db.OrganizationId, clock.GetUtcNow(), lines.Select(_ => Ids.New(clock)).ToArray(), lines.Select(l => l.ExecutionId).ToArray(),
            lines.Select(l => l.Step).ToArray(), lines.Select(l => EnumText<DecisionKind>.Of(l.Kind)).ToArray(),
            lines.Select(l => EnumText<DecisionReason>.Of(l.Reason)).ToArray(), lines.Select(l => l.Until).ToArray(),
            lines.Select(l => l.Detail is { Length: > DecisionLine.LongestDetail } detail ? detail[..DecisionLine.LongestDetail] : l.Detail).ToArray());
    }
}
