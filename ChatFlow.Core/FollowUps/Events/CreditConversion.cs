using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Live;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Events;

/// <param name="Ended">The open runs that it ended.</param>
public sealed record CreditedConversion(Guid? ConversionId, Guid? Credited, IReadOnlyList<Guid> Ended);

/// <summary>
/// Counts an event that is a goal: the run whose message came last before it gets the credit (last touch), if that is
/// within its sequence's window; open runs that work for this goal end. <c>conversion</c> is everybody's goal.
/// </summary>
public sealed class CreditConversion(StopExecutions stop, DecisionLog log, TimeProvider clock)
{
    private const string Everybodys = "conversion";
    private static readonly CreditedConversion s_none = new(null, null, []);

    public async Task<CreditedConversion> RunAsync(ChatFlowDb db, ContactEvent happened, JsonElement data, CancellationToken ct)
    {
        var goals = await db.Set<FollowUpSequence>().AsNoTracking().Select(s => new { s.Id, s.Goal, s.ArchivedAt }).ToListAsync(ct);
        var everybodys = Same(happened.Type, Everybodys);
        var working = goals.Select(s => (s.Id, Goal: SequenceGoal.Of(s.Goal), Live: s.ArchivedAt is null))
            .Where(s => everybodys || Same(s.Goal.Event, happened.Type)).ToList();
        if (!everybodys && !working.Exists(s => s.Live))
            return s_none;

        var last = await LastTouchAsync(db, happened, working, ct);
        var conversion = Worth(happened, data, last);
        db.Add(conversion);
        await db.SaveChangesAsync(ct);
        if (last is { } credited)
            await MarkAsync(db, happened, credited, ct);
        Guid[] mine = [.. working.Select(s => s.Id)];
        var ended = mine.Length == 0 ? [] : await stop.EndAsync(
            db, [happened.ContactId], ExitReason.Converted, DecisionReason.Converted, ct, $"s.id IN ({string.Join(',', mine.Select(s => $"'{s:D}'"))})");
        db.Publish(LiveKind.SequenceChanged, id: last?.Sequence);
        return new CreditedConversion(conversion.Id, last?.Execution, ended);
    }

    private Conversion Worth(ContactEvent happened, JsonElement data, Touch? last)
    {
        var worth = ConversionValue.Of(data);
        return new Conversion
        {
            Id = Ids.New(clock),
            ContactId = happened.ContactId,
            EventId = happened.Id,
            SequenceId = last?.Sequence,
            ExecutionId = last?.Execution,
            OccurredAt = happened.OccurredAt,
            Value = worth.Amount,
            Currency = worth.Currency,
        };
    }

    private static async Task<Touch?> LastTouchAsync(
        ChatFlowDb db, ContactEvent happened, IReadOnlyList<(Guid Id, SequenceGoal Goal, bool Live)> working, CancellationToken ct)
    {
        if (working.Count == 0)
            return null;
        var touches = await db.QueryAsync("""
            SELECT e.id, e.sequence_id, l.step_number FROM follow_up_message_logs l
            JOIN follow_up_executions e ON e.organization_id = $1 AND e.id = l.execution_id
            JOIN unnest($4::uuid[], $5::int[]) AS g (sequence_id, days) ON g.sequence_id = e.sequence_id
            WHERE l.organization_id = $1 AND l.contact_id = $2 AND l.delivery_status IN ('sent', 'delivered', 'read')
                AND coalesce(l.sent_at, l.created_at) <= $3 AND coalesce(l.sent_at, l.created_at) > $3 - make_interval(days => g.days)
            ORDER BY coalesce(l.sent_at, l.created_at) DESC LIMIT 1
            """, r => new Touch(r.GetGuid(0), r.GetGuid(1), r.GetInt32(2)), ct, db.OrganizationId, happened.ContactId, happened.OccurredAt,
            working.Select(s => s.Id).ToArray(), working.Select(s => s.Goal.WindowDays).ToArray());
        return touches.Count == 0 ? null : touches[0];
    }

    // Before the run ends, so that the database counts both at once; later, so that it counts the one that came later.
    private async Task MarkAsync(ChatFlowDb db, ContactEvent happened, Touch credited, CancellationToken ct)
    {
        var first = await db.ExecuteAsync(
            "UPDATE follow_up_executions SET converted = true WHERE organization_id = $1 AND id = $2 AND NOT coalesce(converted, false)",
            ct, db.OrganizationId, credited.Execution);
        if (first == 0)
            return;
        await log.WriteAsync(db, [new DecisionLine(credited.Execution, credited.Step, DecisionKind.Converted, DecisionReason.Converted)], ct);
        db.Publish(LiveKind.ExecutionChanged, happened.ContactId, credited.Execution);
    }

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private readonly record struct Touch(Guid Execution, Guid Sequence, int Step);
}
