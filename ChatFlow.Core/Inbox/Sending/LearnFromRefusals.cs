using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Receiving;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>
/// What a refused message teaches about the person, the template and the number, whether the refusal is the answer to the
/// send or comes later by webhook (contracts/meta-cloud.md section 11). A message is refused once, so each counts once.
/// </summary>
public sealed class LearnFromRefusals(TimeProvider clock) : ISendReaction, IInboundReaction
{
    private static readonly TimeSpan s_marketingHold = TimeSpan.FromHours(24);

    public Task FinishedAsync(ChatFlowDb db, IReadOnlyList<FinishedSend> finished, CancellationToken ct) => LearnAsync(
        db, [.. finished.Where(f => !f.WillRetry && f.Outcome is SendOutcome.Refused)
            .Select(f => new Refusal(f.MessageId, f.ContactId, ((SendOutcome.Refused)f.Outcome).Error, f.At))], ct);

    public async Task ReactAsync(ChatFlowDb db, InboundBatch batch, CancellationToken ct)
    {
        List<Refusal> refusals = [.. batch.Statuses.Where(s => s is { Status: MessageStatus.Failed, Error: not null })
            .Select(s => new Refusal(s.MessageId, s.ContactId, s.Error!, s.At.ToUniversalTime()))];
        await LearnAsync(db, refusals, ct);
        // The answer of a send records its own pause.
        if (refusals.Find(r => r.Error.Class is ChannelErrorClass.Authentication or ChannelErrorClass.Account) is { } pausing)
            await ChannelPause.RunAsync(db, pausing.Error.Code, ct);
    }

    private async Task LearnAsync(ChatFlowDb db, List<Refusal> refusals, CancellationToken ct)
    {
        if (refusals.Count == 0)
            return;
        await AboutPeopleAsync(db, refusals, ct);
        await AboutTemplatesAsync(db, refusals, ct);
        await AboutTheNumberAsync(db, refusals, ct);
    }

    private static async Task AboutPeopleAsync(ChatFlowDb db, List<Refusal> refusals, CancellationToken ct)
    {
        var lessons = refusals.GroupBy(r => r.ContactId).OrderBy(g => g.Key).Select(g => new
        {
            Contact = g.Key,
            Undeliverable = g.Count(r => r.Error.Code == "131026"),
            OptedOutAt = Last(g, ChannelErrorClass.OptedOut),
            HeldUntil = g.Where(r => r.Error.Class == ChannelErrorClass.NotNow && MetaErrors.AutomationPause(r.Error.Code) is null)
                .Max(r => (DateTimeOffset?)(r.At + s_marketingHold)),
            WindowRefusedAt = Last(g, ChannelErrorClass.NeedsTemplate),
            At = g.Max(r => r.At),
        }).Where(l => l.Undeliverable > 0 || l.OptedOutAt is not null || l.HeldUntil is not null || l.WindowRefusedAt is not null).ToList();
        if (lessons.Count == 0)
            return;
        await db.ExecuteAsync("""
            UPDATE contacts c SET
                undeliverable_count = CASE WHEN n.undeliverable = 0 THEN c.undeliverable_count
                    WHEN c.last_inbound_at > c.undeliverable_at THEN n.undeliverable ELSE c.undeliverable_count + n.undeliverable END,
                undeliverable_at = CASE WHEN n.undeliverable = 0 THEN c.undeliverable_at ELSE n.at END,
                marketing_opted_out_at = coalesce(c.marketing_opted_out_at, n.opted_out_at),
                marketing_held_until = greatest(c.marketing_held_until, n.held_until),
                window_refused_at = greatest(c.window_refused_at, n.window_refused_at)
            FROM unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[])
                AS n (id, undeliverable, opted_out_at, held_until, window_refused_at, at)
            WHERE c.organization_id = $1 AND c.id = n.id
            """, ct, db.OrganizationId, lessons.ConvertAll(l => l.Contact).ToArray(), lessons.ConvertAll(l => l.Undeliverable).ToArray(),
            lessons.ConvertAll(l => l.OptedOutAt).ToArray(), lessons.ConvertAll(l => l.HeldUntil).ToArray(),
            lessons.ConvertAll(l => l.WindowRefusedAt).ToArray(), lessons.ConvertAll(l => l.At).ToArray());
        foreach (var lesson in lessons)
            db.Publish(LiveKind.ContactChanged, lesson.Contact);
    }

    // Paused or disabled for its quality: nobody needs to run into that again.
    private async Task AboutTemplatesAsync(ChatFlowDb db, List<Refusal> refusals, CancellationToken ct)
    {
        var stopped = refusals.FindAll(r => r.Error.Code is "132015" or "132016");
        if (stopped.Count == 0)
            return;
        await db.ExecuteAsync("""
            UPDATE whatsapp_templates t SET status = n.status, changed_at = $4
            FROM unnest($2::uuid[], $3::text[]) AS n (id, status) JOIN messages m ON m.organization_id = $1 AND m.id = n.id
            WHERE t.organization_id = $1 AND t.name = m.template_name AND t.language = m.metadata #>> '{template,language}'
            """, ct, db.OrganizationId, stopped.ConvertAll(r => r.MessageId).ToArray(),
            stopped.ConvertAll(r => r.Error.Code == "132015" ? "paused" : "disabled").ToArray(), clock.GetUtcNow());
        db.Publish(LiveKind.ConnectionChanged);
    }

    private static async Task AboutTheNumberAsync(ChatFlowDb db, List<Refusal> refusals, CancellationToken ct)
    {
        var held = refusals.Select(r => (r.Error.Code, Until: r.At + MetaErrors.AutomationPause(r.Error.Code))).Where(h => h.Until is not null).ToList();
        if (held.Count == 0)
            return;
        var longest = held.MaxBy(h => h.Until);
        await db.ExecuteAsync("""
            UPDATE bot_configs SET automation_held_until = $2, automation_held_code = $3
            WHERE organization_id = $1 AND (automation_held_until IS NULL OR automation_held_until < $2)
            """, ct, db.OrganizationId, longest.Until, longest.Code);
        db.Publish(LiveKind.ConnectionChanged);
    }

    private static DateTimeOffset? Last(IEnumerable<Refusal> refusals, ChannelErrorClass kind) =>
        refusals.Where(r => r.Error.Class == kind).Max(r => (DateTimeOffset?)r.At);

    private sealed record Refusal(Guid MessageId, Guid ContactId, ChannelError Error, DateTimeOffset At);
}
