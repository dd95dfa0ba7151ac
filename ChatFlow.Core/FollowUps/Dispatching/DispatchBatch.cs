using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Conditions;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Planning;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Sending;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>An execution that this node holds for a while.</summary>
public sealed record Claimed(Guid OrganizationId, Guid ExecutionId, Guid ContactId, int LeaseToken);

/// <summary>
/// Decides about the claimed runs of one organization and records the intents, all in one transaction: contacts locked in
/// the order of their ids, then the runs; every gate tested again; messages written as in flight. What follows a step is
/// planned here and waits in <c>next_scheduled_at</c>; recording the outcome arms it.
/// </summary>
public sealed class DispatchBatch(TenantDb tenants, WriteOutbound write, DispatchWriter writer, TimeProvider clock)
{
    /// <summary>The messages to deliver now, right after the commit; null if there are none.</summary>
    public Task<OutboundBatch?> RunAsync(Guid organizationId, IReadOnlyList<Claimed> claimed, CancellationToken ct) =>
        tenants.RunAsync(organizationId, (db, token) => DecideAsync(db, claimed, token), ct);

    private async Task<OutboundBatch?> DecideAsync(ChatFlowDb db, IReadOnlyList<Claimed> claimed, CancellationToken ct)
    {
        var contacts = claimed.Select(c => c.ContactId).Distinct().ToArray();
        await db.ExecuteAsync(
            "SELECT 1 FROM contacts WHERE organization_id = $1 AND id = ANY ($2) ORDER BY id FOR NO KEY UPDATE", ct, db.OrganizationId, contacts);
        var held = await db.QueryAsync("""
            SELECT e.id FROM follow_up_executions e JOIN unnest($2::uuid[], $3::int[]) AS c (id, token) ON c.id = e.id AND c.token = e.lease_token
            WHERE e.organization_id = $1 AND e.status = 'active' AND e.dispatch_at IS NOT NULL ORDER BY e.id FOR NO KEY UPDATE OF e
            """, r => r.GetGuid(0), ct, db.OrganizationId, claimed.Select(c => c.ExecutionId).ToArray(), claimed.Select(c => c.LeaseToken).ToArray());
        if (held.Count == 0)
            return null;
        var runs = await db.Set<FollowUpExecution>().AsNoTracking().Where(e => held.Contains(e.Id)).OrderBy(e => e.DispatchAt).ThenBy(e => e.Id).ToListAsync(ct);
        var now = clock.GetUtcNow();
        var organization = await FactsReader.OrganizationAsync(db, ct);
        var facts = await FactsReader.ContactsAsync(db, contacts, organization, now, ct);
        var sequences = await SequenceBook.OfAsync(db, runs.ConvertAll(r => r.SequenceId).Distinct().ToList(), ct);
        var pasts = await RunPast.ReadAsync(db, held, ct);

        var book = await ConditionFactsReader.ReadAsync(
            db, sequences.Values.SelectMany(s => s.AllConditions), contacts, runs, r => (r.ContactId, r.StartedAt ?? now), now, ct);
        var results = new List<RunResult>(runs.Count);
        var sentTo = new HashSet<Guid>();
        foreach (var run in runs)
        {
            // Caps and gaps are exact only if a contact gets one message a batch; the second waits for the next.
            if (!sentTo.Contains(run.ContactId))
                results.Add(Decide(run, pasts.Of(run.Id), sequences[run.SequenceId], organization, facts[run.ContactId], book, now));
            if (results is [.., { Text: not null }] && results[^1].Run == run)
                sentTo.Add(run.ContactId);
        }

        await writer.RunAsync(db, results, runs, now, ct);
        var messages = results.Where(r => r.Text is not null).Select(r => new NewOutbound(
            r.MessageId, r.Run.ContactId, MessageSender.FollowUp, r.Text!, r.Step!.ImageUrl)).ToList();
        if (messages.Count == 0)
            return null;
        await write.RunAsync(db, messages, organization.BotReturnsAfter, inFlight: true, ct);
        await writer.LogAsync(db, [.. results.Where(r => r.Text is not null)], now, ct);
        return await Delivery.PrepareAsync(db, messages, id => facts[id].Contact, now, ct);
    }

    private RunResult Decide(
        FollowUpExecution run, RunPast past, LoadedSequence sequence, OrganizationFacts organization, ContactFacts facts, ConditionBook book, DateTimeOffset now)
    {
        var step = past.NextStep(sequence, run.CurrentStep);
        var rendered = step is null ? null : RunText.Of(step, run, sequence, organization, facts);
        var (entry, own) = RunConditions.Of(run, step, sequence, facts, book, now);
        var input = RunInput.Of(run, past, sequence, organization, facts, now) with
        {
            ContentProblem = rendered?.Problem,
            SequenceConditionsHold = entry.Holds,
            ConditionsHold = own.Holds,
        };
        var decision = Planner.Decide(input);
        var detail = decision.Reason == DecisionReason.ConditionsFalse ? entry.Failing ?? own.Failing : null;
        return decision switch
        {
            Decision.Send send => new RunResult(run, decision, Planner.PlanAfterSend(input, send.Step, input.Now), step, rendered!.Text, Ids.New(clock)),
            Decision.Skip skip => new RunResult(run, decision, Planner.PlanAfterSkip(input, skip.Step), step, null, default, detail),
            _ => new RunResult(run, decision, null, step, null, default, detail),
        };
    }
}

/// <summary>What was decided about one run.</summary>
/// <param name="Text">The words to send, if something is sent.</param>
/// <param name="Detail">The comparison that failed, where conditions decided.</param>
public sealed record RunResult(
    FollowUpExecution Run, Decision Decision, NextPlan? Next, FollowUpStep? Step, string? Text, Guid MessageId, string? Detail = null);
