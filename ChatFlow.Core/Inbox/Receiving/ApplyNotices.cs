using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations.MetaCloud;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>
/// What the provider tells about templates, the account and the number: kept to be shown, and acted upon where it stops
/// something. Templates that are new or whose text may have changed are read anew after the commit.
/// </summary>
public sealed class ApplyNotices(NumberPace pace, RefreshSignal refresh, TimeProvider clock)
{
    /// <summary>A restriction whose end nobody tells is looked at again after this.</summary>
    private static readonly TimeSpan s_openEnd = TimeSpan.FromDays(1);

    public async Task RunAsync(ChatFlowDb db, IReadOnlyList<ReceivedEvent> events, CancellationToken ct)
    {
        var templates = events.Select(e => e.Event).OfType<TemplateChanged>().OrderBy(t => t.At).ToList();
        var notices = events.Select(e => e.Event).OfType<ChannelNoticed>().OrderBy(n => n.At).ToList();
        if (templates.Count == 0 && notices.Count == 0)
            return;
        if (templates.Count > 0)
            await TemplatesAsync(db, templates, ct);
        if (notices.Count > 0)
        {
            await KeepAsync(db, notices, ct);
            await ActAsync(db, notices, ct);
        }

        db.Publish(LiveKind.ConnectionChanged);
        var organization = db.OrganizationId;
        db.AfterCommit(() => refresh.Ask(organization));
    }

    private async Task TemplatesAsync(ChatFlowDb db, List<TemplateChanged> templates, CancellationToken ct)
    {
        // Several changes of one template in a batch are one, the newest of each kind.
        var merged = templates.GroupBy(t => (t.Name, t.Language)).Select(g => new TemplateChanged(
            g.Key.Name, g.Key.Language, g.Max(t => t.At), g.Select(t => t.ProviderId).LastOrDefault(id => id is not null),
            g.Select(t => t.Status).LastOrDefault(s => s is not null), g.Select(t => t.Category).LastOrDefault(c => c is not null),
            g.Select(t => t.Quality).LastOrDefault(q => q is not null), g.Where(t => t.Status is not null).Select(t => t.Reason).LastOrDefault())).ToList();
        await db.ExecuteAsync("""
            INSERT INTO whatsapp_templates AS t (id, organization_id, provider_id, name, language, status, category, quality, rejected_reason, created_at, changed_at)
            SELECT n.id, $1, n.provider_id, n.name, n.language, coalesce(n.status, 'other'), coalesce(n.category, 'other'), n.quality, n.reason, $9, $9
            FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $10::text[])
                AS n (id, provider_id, name, language, status, category, quality, reason)
            ON CONFLICT (organization_id, name, language) DO UPDATE SET
                provider_id = coalesce(excluded.provider_id, t.provider_id),
                status = CASE WHEN excluded.status = 'other' THEN t.status ELSE excluded.status END,
                category = CASE WHEN excluded.category = 'other' THEN t.category ELSE excluded.category END,
                quality = coalesce(excluded.quality, t.quality),
                rejected_reason = CASE WHEN excluded.status = 'other' THEN t.rejected_reason ELSE excluded.rejected_reason END,
                changed_at = excluded.changed_at
            """, ct, db.OrganizationId, merged.ConvertAll(_ => Ids.New(clock)).ToArray(), merged.ConvertAll(t => t.ProviderId).ToArray(),
            merged.ConvertAll(t => t.Name).ToArray(), merged.ConvertAll(t => t.Language).ToArray(),
            merged.ConvertAll(t => t.Status is { } s ? EnumText<TemplateStatus>.Of(s) : null).ToArray(),
            merged.ConvertAll(t => t.Category is { } c ? EnumText<TemplateCategory>.Of(c) : null).ToArray(),
            merged.ConvertAll(t => t.Quality is { Length: > 20 } q ? q[..20] : t.Quality).ToArray(), clock.GetUtcNow(), merged.ConvertAll(t => t.Reason).ToArray());
    }

    private Task KeepAsync(ChatFlowDb db, List<ChannelNoticed> notices, CancellationToken ct) => db.ExecuteAsync("""
        INSERT INTO channel_notices (id, organization_id, at, kind, code, detail)
        SELECT n.id, $1, n.at, n.kind, n.code, n.detail FROM unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[]) AS n (id, at, kind, code, detail)
        """, ct, db.OrganizationId, notices.ConvertAll(_ => Ids.New(clock)).ToArray(), notices.ConvertAll(n => n.At.ToUniversalTime()).ToArray(),
        notices.ConvertAll(n => EnumText<ChannelNoticeKind>.Of(n.Kind)).ToArray(), notices.ConvertAll(n => n.Code).ToArray(),
        notices.ConvertAll(n => n.Detail ?? n.Limit).ToArray());

    private async Task ActAsync(ChatFlowDb db, List<ChannelNoticed> notices, CancellationToken ct)
    {
        var quality = notices.FindLast(n => n.Quality is not null)?.Quality;
        var limit = notices.FindLast(n => n.Limit is not null)?.Limit;
        if (quality is not null || limit is not null)
        {
            await db.ExecuteAsync(
                "UPDATE meta_accounts SET quality = coalesce($2::text, quality), messaging_limit = coalesce($3::text, messaging_limit) WHERE organization_id = $1",
                ct, db.OrganizationId, quality, limit);
        }

        if (notices.Exists(n => n.Effect == ChannelNoticeEffect.StopsSending))
            await ChannelPause.RunAsync(db, RefreshMeta.StoppedByMeta, ct);
        if (notices.FindLast(n => n.Effect == ChannelNoticeEffect.HoldsAutomation) is { } held)
        {
            await db.ExecuteAsync(
                "UPDATE bot_configs SET automation_held_until = greatest(automation_held_until, $2), automation_held_code = $3 WHERE organization_id = $1",
                ct, db.OrganizationId, (held.Until ?? held.At + s_openEnd).ToUniversalTime(), held.Code);
        }

        if (notices.Exists(n => n.Effect == ChannelNoticeEffect.Slower))
        {
            var organization = db.OrganizationId;
            db.AfterCommit(() => pace.Throttled(organization, null));
        }
    }
}
