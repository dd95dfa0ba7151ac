using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Planning;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>
/// The turn of follow-ups on a number of Evolution API: one goes when the number's gap has passed, the others get their
/// places in the queue (their due time moves, with its reason). The same gap, minute and day as gate.pace_sends keeps.
/// </summary>
public sealed class FollowUpPace
{
    /// <summary>The same results, with those moved whose turn it is not. Other channels are not paced.</summary>
    public async Task<List<RunResult>> RunAsync(ChatFlowDb db, List<RunResult> results, DateTimeOffset now, CancellationToken ct)
    {
        var sends = results.Where(r => r.Decision is Decision.Send).ToList();
        if (sends.Count == 0)
            return results;
        await db.ExecuteAsync("""
            INSERT INTO channel_states (organization_id)
            SELECT organization_id FROM bot_configs WHERE organization_id = $1 AND connection_type = 'evolution_api' ON CONFLICT DO NOTHING
            """, ct, db.OrganizationId);
        var found = await db.QueryAsync("""
            SELECT c.next_send_at, c.tail_at, c.minute_at, c.minute_count, c.day_at, c.day_first_count,
                b.pacing_per_minute, b.pacing_gap_from, b.pacing_gap_to, CASE WHEN c.number_since > $2::timestamptz - interval '14 days' THEN b.pacing_first_daily END
            FROM channel_states c JOIN bot_configs b ON b.organization_id = c.organization_id
            WHERE c.organization_id = $1 AND b.connection_type = 'evolution_api' FOR UPDATE OF c
            """, r => new FollowUpTurns(now)
        {
            NextSendAt = r.Get<DateTimeOffset?>(0) is { } next && next > now ? next : now,
            TailAt = r.Get<DateTimeOffset?>(1),
            MinuteAt = r.Get<DateTimeOffset?>(2),
            MinuteCount = r.GetInt32(3),
            DayAt = r.Get<DateTimeOffset?>(4),
            DayFirstCount = r.GetInt32(5),
            PerMinute = r.GetInt32(6),
            GapFrom = r.GetInt32(7),
            GapTo = r.GetInt32(8),
            FirstDaily = r.Get<int?>(9),
        }, ct, db.OrganizationId, now);
        if (found is not [var pace])
            return results;
        return await TurnsAsync(db, results, sends, pace, ct);
    }

    private static async Task<List<RunResult>> TurnsAsync(ChatFlowDb db, List<RunResult> results, List<RunResult> sends, FollowUpTurns pace, CancellationToken ct)
    {
        var waited = (await db.QueryAsync(
            "SELECT id FROM follow_up_executions WHERE organization_id = $1 AND id = ANY ($2) AND paced_for IS NOT NULL",
            r => r.GetGuid(0), ct, db.OrganizationId, sends.Select(s => s.Run.Id).ToArray())).ToHashSet();
        var known = pace.FirstDaily is null
            ? null
            : (await db.QueryAsync(
                "SELECT DISTINCT contact_id FROM messages WHERE organization_id = $1 AND contact_id = ANY ($2)",
                r => r.GetGuid(0), ct, db.OrganizationId, sends.Select(s => s.Run.ContactId).ToArray())).ToHashSet();
        pace.Begin();
        var slots = new Dictionary<Guid, DateTimeOffset?>();
        // Whoever had a place before comes before whoever has none yet.
        foreach (var send in sends.OrderBy(s => !waited.Contains(s.Run.Id)).ThenBy(s => s.Run.DispatchAt).ThenBy(s => s.Run.Id))
            slots[send.Run.Id] = pace.Take(isFirst: known?.Contains(send.Run.ContactId) == false, isNew: !waited.Contains(send.Run.Id));
        await db.ExecuteAsync("""
            UPDATE channel_states SET next_send_at = $2, tail_at = $3, minute_at = $4, minute_count = $5, day_at = $6, day_first_count = $7
            WHERE organization_id = $1
            """, ct, db.OrganizationId, pace.NextSendAt, pace.TailAt, pace.MinuteAt, pace.MinuteCount, pace.DayAt, pace.DayFirstCount);
        await db.ExecuteAsync("""
            UPDATE follow_up_executions e SET paced_for = n.slot FROM unnest($2::uuid[], $3::timestamptz[]) AS n (id, slot)
            WHERE e.organization_id = $1 AND e.id = n.id AND e.paced_for IS DISTINCT FROM n.slot
            """, ct, db.OrganizationId, results.ConvertAll(r => r.Run.Id).ToArray(), results.ConvertAll(r => slots.GetValueOrDefault(r.Run.Id)).ToArray());
        return results.ConvertAll(r => slots.GetValueOrDefault(r.Run.Id) is { } until
            ? new RunResult(r.Run, new Decision.Move(Instant.FromDateTimeOffset(until), DecisionReason.Paced), null, r.Step, null, default)
            : r);
    }
}
