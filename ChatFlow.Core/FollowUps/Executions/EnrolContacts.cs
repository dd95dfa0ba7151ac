using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Conditions;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Planning;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Live;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>Somebody to put into a sequence.</summary>
/// <param name="Anchor">From when the first step's wait counts.</param>
/// <param name="EntryKey">What started it; the same one never starts it twice.</param>
/// <param name="ScopeKey">Which cart or quote; empty: one open run in the sequence.</param>
public sealed record NewEntry(
    Guid ContactId, DateTimeOffset Anchor, string? EntryKey, string ScopeKey = "", string TriggerData = "{}", Guid? AnchorMessageId = null);

/// <summary>
/// Starts runs, many in a few statements, in the caller's transaction with the contacts locked. Who is in already, has
/// opted out or may not re-enter yet is left out.
/// </summary>
public sealed class EnrolContacts(DecisionLog log, TimeProvider clock)
{
    public async Task<IReadOnlyList<Guid>> RunAsync(
        ChatFlowDb db, LoadedSequence sequence, IReadOnlyList<NewEntry> entries, DecisionReason reason, CancellationToken ct, bool ignoreCooldown = false)
    {
        if (!sequence.IsLive || sequence.Steps.Count == 0 || entries.Count == 0)
            return [];
        var now = clock.GetUtcNow();
        var organization = await FactsReader.OrganizationAsync(db, ct);
        var facts = await FactsReader.ContactsAsync(db, [.. entries.Select(e => e.ContactId).Distinct()], organization, now, ct);
        var cooling = ignoreCooldown ? [] : await CoolingAsync(db, sequence, organization, [.. entries.Select(e => e.ContactId)], now.AddDays(-sequence.Policy.ReentryCooldownDays), ct);
        var book = await BookAsync(db, sequence, entries, now, ct);
        var rows = entries.Where(e => facts.TryGetValue(e.ContactId, out var f) && f.Contact.OptedOutAt is null && !cooling.Contains(e.ContactId))
            .Select(e => (Entry: e, Facts: facts[e.ContactId], Id: Ids.New(clock), Asked: Asked(e, facts[e.ContactId], book, now)))
            .Where(r => sequence.Entry.Evaluate(r.Asked).Holds)
            .Select(r => (r.Entry, r.Facts, r.Id, Context: EntryValues.Of(sequence.AllConditions, r.Asked), Plan: Planner.PlanFirst(Input(sequence, organization, r.Entry, r.Facts, r.Id, now), Instant.FromDateTimeOffset(r.Entry.Anchor))))
            .Where(r => r.Plan is NextPlan.Scheduled)
            .Select(r => (r.Entry, r.Facts, r.Id, r.Context, Plan: (NextPlan.Scheduled)r.Plan)).ToList();
        if (rows.Count == 0)
            return [];

        var due = rows.ConvertAll(r => r.Plan.DueAt.ToDateTimeOffset());
        var started = await db.QueryAsync("""
            INSERT INTO follow_up_executions (id, sequence_id, organization_id, contact_phone, contact_name, status, current_step, next_scheduled_at,
                dispatch_at, trigger_data, started_at, contact_id, scope_key, entry_key, anchor_message_id, conversation_context)
            SELECT n.id, $2, $1, n.phone, n.name, 'active', n.step, n.due, n.due, n.trigger_data::jsonb, $3, n.contact_id, n.scope_key, n.entry_key, n.anchor, n.context::jsonb
            FROM unnest($4::uuid[], $5::text[], $6::text[], $7::int[], $8::timestamptz[], $9::text[], $10::uuid[], $11::text[], $12::text[], $13::uuid[], $14::text[])
                AS n (id, phone, name, step, due, trigger_data, contact_id, scope_key, entry_key, anchor, context)
            ON CONFLICT DO NOTHING
            RETURNING id, contact_id, current_step, dispatch_at
            """, r => (Id: r.GetGuid(0), Contact: r.GetGuid(1), Step: r.GetInt32(2), Due: r.GetFieldValue<DateTimeOffset>(3)), ct,
            db.OrganizationId, sequence.Row.Id, now, rows.ConvertAll(r => r.Id).ToArray(), rows.ConvertAll(r => r.Facts.Contact.Phone).ToArray(),
            rows.ConvertAll(r => r.Facts.Contact.Name).ToArray(), rows.ConvertAll(r => r.Plan.Step.Order).ToArray(), due.ToArray(),
            rows.ConvertAll(r => r.Entry.TriggerData).ToArray(), rows.ConvertAll(r => r.Entry.ContactId).ToArray(),
            rows.ConvertAll(r => r.Entry.ScopeKey).ToArray(), rows.ConvertAll(r => r.Entry.EntryKey).ToArray(), rows.ConvertAll(r => r.Entry.AnchorMessageId).ToArray(),
            rows.ConvertAll(r => r.Context).ToArray());
        await log.WriteAsync(db, [.. started.Select(e => new DecisionLine(e.Id, e.Step, DecisionKind.Enrolled, reason, e.Due))], ct);
        foreach (var (id, contact, _, _) in started)
            db.Publish(LiveKind.ExecutionChanged, contact, id);
        return [.. started.Select(e => e.Id)];
    }

    /// <summary>The first comparison that keeps somebody out, or null.</summary>
    internal static async Task<string?> UnmetAsync(
        ChatFlowDb db, LoadedSequence sequence, NewEntry entry, OrganizationFacts organization, DateTimeOffset now, CancellationToken ct)
    {
        var facts = await FactsReader.ContactsAsync(db, [entry.ContactId], organization, now, ct);
        var outcome = sequence.Entry.Evaluate(Asked(entry, facts[entry.ContactId], await BookAsync(db, sequence, [entry], now, ct), now));
        return outcome.Holds ? null : outcome.Failing ?? "unreadable";
    }

    private static Task<ConditionBook> BookAsync(ChatFlowDb db, LoadedSequence sequence, IReadOnlyList<NewEntry> entries, DateTimeOffset now, CancellationToken ct) =>
        ConditionFactsReader.ReadAsync(
            db, sequence.AllConditions, [.. entries.Select(e => e.ContactId).Distinct()], entries, e => (e.ContactId, now), now, ct);

    private static ConditionFacts Asked(NewEntry entry, ContactFacts facts, ConditionBook book, DateTimeOffset now)
    {
        using var data = JsonDocument.Parse(entry.TriggerData);
        return new ConditionFacts(
            Instant.FromDateTimeOffset(now), facts.Zone, facts.Contact, book.Conversation(entry.ContactId), book.Counts(entry.ContactId),
            new ConditionRun(Instant.FromDateTimeOffset(now), 1, 0, data.RootElement.Clone(), default, default));
    }

    // On the simulator limits may be lifted, the wait before somebody may enter again among them.
    internal static async Task<HashSet<Guid>> CoolingAsync(
        ChatFlowDb db, LoadedSequence sequence, OrganizationFacts organization, Guid[] contacts, DateTimeOffset since, CancellationToken ct)
    {
        var lifted = sequence.Policy.LiftLimits && organization.Channel is Channels.ChannelType.Simulator;
        if (lifted || sequence.Policy.ReentryCooldownDays == 0)
            return [];
        return [.. await db.QueryAsync("""
            SELECT DISTINCT contact_id FROM follow_up_executions
            WHERE organization_id = $1 AND sequence_id = $2 AND contact_id = ANY ($3) AND total_messages_sent > 0 AND started_at > $4
            """, r => r.GetGuid(0), ct, db.OrganizationId, sequence.Row.Id, contacts, since)];
    }

    private static PlannerInput Input(
        LoadedSequence sequence, OrganizationFacts organization, NewEntry entry, ContactFacts facts, Guid id, DateTimeOffset now) => new()
        {
            Now = Instant.FromDateTimeOffset(now),
            ExecutionId = id,
            StartedAt = Instant.FromDateTimeOffset(now),
            PlannedAt = Instant.FromDateTimeOffset(entry.Anchor),
            Steps = sequence.PlannerSteps,
            Policy = sequence.Policy,
            Zone = facts.Zone,
            Channel = organization.Channel,
            AutomatedSends = facts.AutomatedSends,
            LastManualSend = LastManual(facts, entry.AnchorMessageId),
        };

    /// <summary>The last message by a person, but not the very one that a run follows up.</summary>
    internal static Instant? LastManual(ContactFacts facts, Guid? anchor)
    {
        foreach (var (id, at) in facts.ManualSends)
        {
            if (id != anchor)
                return at;
        }

        return null;
    }
}
