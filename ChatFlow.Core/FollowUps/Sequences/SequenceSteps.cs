using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>Replaces the steps of a sequence that is locked, and moves the open runs with their next step.</summary>
internal static class SequenceSteps
{
    /// <summary>Retired steps keep their row, for their logs; their order starts here.</summary>
    private const int RetiredFrom = 1_000_000;

    /// <returns>Null, or the step that was named and is not there.</returns>
    public static async Task<ValidationError?> ReplaceAsync(
        ChatFlowDb db, Guid sequence, IReadOnlyList<StepDraft> drafts, DateTimeOffset now, TimeProvider clock, CancellationToken ct)
    {
        var old = await db.Set<FollowUpStep>().AsNoTracking().Where(s => s.SequenceId == sequence && s.RetiredAt == null)
            .OrderBy(s => s.StepOrder).ToListAsync(ct);
        if (drafts.FirstOrDefault(d => d.Id is { } id && old.TrueForAll(o => o.Id != id)) is { } stranger && old.Count > 0)
            return SequenceProblems.StepUnknown($"{stranger.Field}.id");

        // Without any id the first stays the first: a client that keeps no ids must not throw everybody out.
        var byPlace = drafts.All(d => d.Id is null);
        var kept = drafts.Select((d, i) => (Draft: d, Id: byPlace ? old.ElementAtOrDefault(i)?.Id : old.Find(o => o.Id == d.Id)?.Id)).ToList();
        var placed = kept.ConvertAll(k => (k.Draft, Id: k.Id ?? Ids.New(clock), IsNew: k.Id is null));
        await RetireAsync(db, sequence, [.. old.Select(o => o.Id).Except(placed.Select(p => p.Id))], now, ct);
        await MoveAsync(db, sequence, [.. placed.Where(p => !p.IsNew).Select(p => (p.Draft, p.Id))], ct);
        foreach (var (draft, id, _) in placed.Where(p => p.IsNew))
        {
            db.Add(new FollowUpStep
            {
                Id = id,
                SequenceId = sequence,
                StepOrder = draft.Order,
                DelayAmount = draft.Delay.Amount,
                DelayUnit = draft.Delay.Unit,
                MessageTemplate = draft.Text,
                FallbackText = draft.Fallback,
                ImageUrl = draft.ImageUrl,
                SendConditions = draft.Conditions,
                AvailableVariables = JsonSerializer.Serialize(draft.Variables),
                CreatedAt = now,
            });
        }

        await db.SaveChangesAsync(ct);
        if (old.Count > 0)
            await FollowAsync(db, sequence, old, placed.ToDictionary(p => p.Id, p => p.Draft.Order), ct);
        return null;
    }

    private static async Task RetireAsync(ChatFlowDb db, Guid sequence, Guid[] gone, DateTimeOffset now, CancellationToken ct)
    {
        if (gone.Length == 0)
            return;
        await db.ExecuteAsync("""
            UPDATE follow_up_messages s SET retired_at = $4, step_order = n.place + (
                SELECT coalesce(max(r.step_order), $5) FROM follow_up_messages r WHERE r.organization_id = $1 AND r.sequence_id = $2 AND r.retired_at IS NOT NULL)
            FROM unnest($3::uuid[]) WITH ORDINALITY AS n (id, place)
            WHERE s.organization_id = $1 AND s.sequence_id = $2 AND s.id = n.id
            """, ct, db.OrganizationId, sequence, gone, now, RetiredFrom);
    }

    // The order is unique at every moment, so the steps step aside first.
    private static async Task MoveAsync(ChatFlowDb db, Guid sequence, IReadOnlyList<(StepDraft Draft, Guid Id)> kept, CancellationToken ct)
    {
        if (kept.Count == 0)
            return;
        await db.ExecuteAsync(
            "UPDATE follow_up_messages SET step_order = -step_order WHERE organization_id = $1 AND sequence_id = $2 AND retired_at IS NULL",
            ct, db.OrganizationId, sequence);
        await db.ExecuteAsync("""
            UPDATE follow_up_messages s SET step_order = n.place, delay_amount = n.amount, delay_unit = n.unit, message_template = n.content,
                message_type = 'fixed', fallback_text = n.fallback, image_url = n.image, available_variables = n.variables::jsonb,
                send_conditions = n.conditions::jsonb
            FROM unnest($3::uuid[], $4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
                AS n (id, place, amount, unit, content, fallback, image, variables, conditions)
            WHERE s.organization_id = $1 AND s.sequence_id = $2 AND s.id = n.id
            """, ct, db.OrganizationId, sequence, kept.Select(k => k.Id).ToArray(), kept.Select(k => k.Draft.Order).ToArray(),
            kept.Select(k => k.Draft.Delay.Amount).ToArray(), kept.Select(k => EnumText<DelayUnit>.Of(k.Draft.Delay.Unit)).ToArray(),
            kept.Select(k => k.Draft.Text).ToArray(), kept.Select(k => k.Draft.Fallback).ToArray(), kept.Select(k => k.Draft.ImageUrl).ToArray(),
            kept.Select(k => JsonSerializer.Serialize(k.Draft.Variables)).ToArray(), kept.Select(k => k.Draft.Conditions).ToArray());
    }

    /// <summary>
    /// Everybody's next step is the one it was; taken out, the next of the old order that is left; none left, or past the
    /// end already: past the new end, so that a step added behind somebody is not sent to them.
    /// </summary>
    private static Task FollowAsync(ChatFlowDb db, Guid sequence, List<FollowUpStep> old, Dictionary<Guid, int> places, CancellationToken ct)
    {
        var end = places.Count + 1;
        var (from, to, place) = (new List<int>(), new List<int>(), new List<int>());
        for (var i = 0; i < old.Count; i++)
        {
            from.Add(i == 0 ? int.MinValue : old[i - 1].StepOrder);
            to.Add(old[i].StepOrder);
            place.Add(old.Skip(i).Where(o => places.ContainsKey(o.Id)).Select(o => places[o.Id]).FirstOrDefault(end));
        }

        // The very last value marks a run that ends as soon as its message is out.
        from.Add(old[^1].StepOrder);
        to.Add(int.MaxValue - 1);
        place.Add(end);
        return db.ExecuteAsync("""
            UPDATE follow_up_executions e SET current_step = n.place
            FROM unnest($3::int[], $4::int[], $5::int[]) AS n (from_step, to_step, place)
            WHERE e.organization_id = $1 AND e.sequence_id = $2 AND e.status IN ('active', 'paused')
                AND e.current_step > n.from_step AND e.current_step <= n.to_step AND e.current_step <> n.place
            """, ct, db.OrganizationId, sequence, from.ToArray(), to.ToArray(), place.ToArray());
    }
}
