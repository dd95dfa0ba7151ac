using ChatFlow.Core.Channels;
using ChatFlow.Core.Chatwoot.Api;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Chatwoot.Sending;

/// <summary>
/// Records what a visit came to, in one transaction: what stands in Chatwoot now, what is told, and when to go on. A visit
/// whose lease went to another, or whose mirror leads elsewhere by now, records nothing.
/// </summary>
internal sealed class FinishMirror(TenantDb tenants, JudgeProblem judge, TimeProvider clock)
{
    /// <summary>Waits of an installation that does not answer, and of a conversation that fails alone.</summary>
    public static readonly IReadOnlyList<TimeSpan> Backoff =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)];

    /// <summary>Keeps a contact or conversation that has just been made there, before anything is written into it. False: the lease is lost.</summary>
    public Task<bool> LinkAsync(MirrorVisit visit, CancellationToken ct) => tenants.RunAsync(visit.Work.OrganizationId, async (db, token) =>
    {
        if (!await HoldsAsync(db, visit, token))
            return false;
        await KeepLinkAsync(db, visit, token);
        await db.ExecuteAsync("""
            INSERT INTO contact_identities (organization_id, kind, value, contact_id, address, created_at) VALUES ($1, 'chatwoot', $2, $3, $2, $4)
            ON CONFLICT (organization_id, kind, value) DO UPDATE SET contact_id = excluded.contact_id
            """, token, db.OrganizationId, $"{visit.Work.Access.AccountId}:{visit.Link.ChatwootContactId}", visit.Work.ContactId, clock.GetUtcNow());
        return true;
    }, ct);

    public async Task RunAsync(MirrorVisit visit, CancellationToken ct)
    {
        var verdict = visit.Stopped is { } problem ? await judge.RunAsync(visit, problem, ct) : null;
        await tenants.RunAsync(visit.Work.OrganizationId, (db, token) => RecordAsync(db, visit, verdict, token), ct);
    }

    /// <summary>Gives the lease back. After something that nobody foresaw the conversation is tried again in a while.</summary>
    public Task ReleaseAsync(MirrorClaim claim, bool failed, CancellationToken ct) => tenants.RunAsync(claim.OrganizationId, (db, token) => db.ExecuteAsync("""
        UPDATE chatwoot_conversations SET lease_until = NULL, failures = failures + CASE WHEN $5 THEN 1 ELSE 0 END, retry_at = CASE WHEN $5 THEN $4 ELSE retry_at END
        WHERE organization_id = $1 AND contact_id = $2 AND lease_token = $3
        """, token, db.OrganizationId, claim.ContactId, claim.LeaseToken, clock.GetUtcNow() + Backoff[1], failed), ct);

    private async Task RecordAsync(ChatFlowDb db, MirrorVisit visit, MirrorVerdict? verdict, CancellationToken ct)
    {
        if (!await HoldsAsync(db, visit, ct))
            return;
        if (verdict is MirrorVerdict.LeaveOut)
            visit.Done.Add(visit.Work.Items[visit.Done.Count].Id);
        if (visit.Created.Count > 0)
            await KeepCreatedAsync(db, visit, ct);
        if (visit.Told.Count > 0)
            await KeepToldAsync(db, visit, ct);
        await db.ExecuteAsync("DELETE FROM chatwoot_outbox WHERE organization_id = $1 AND id = ANY ($2)", ct, db.OrganizationId, visit.Done.ToArray());
        if (verdict is MirrorVerdict.Forget)
            visit.Link = visit.Link with { ChatwootContactId = null, SourceId = null, ConversationId = null, Status = null, AssigneeId = null };
        await KeepLinkAsync(db, visit, ct);
        var now = clock.GetUtcNow();
        var alone = verdict is MirrorVerdict.ConversationWaits or MirrorVerdict.Forget;
        await db.ExecuteAsync("""
            UPDATE chatwoot_conversations SET lease_until = NULL, failures = CASE WHEN $3 THEN failures + 1 ELSE 0 END, retry_at = $4
            WHERE organization_id = $1 AND contact_id = $2
            """, ct, db.OrganizationId, visit.Work.ContactId, alone, alone ? now + Step(visit.Work.Link.Failures) : (DateTimeOffset?)null);
        await MirrorAsync(db, visit, verdict, now, ct);
    }

    private static async Task MirrorAsync(ChatFlowDb db, MirrorVisit visit, MirrorVerdict? verdict, DateTimeOffset now, CancellationToken ct)
    {
        var told = visit.Stopped ?? visit.Dropped;
        var code = told?.Code;
        var words = told is null ? null : ProviderWords.Cut(told.Message);
        var changed = verdict switch
        {
            // One of many conversations that failed in the same outage counts.
            MirrorVerdict.Waits => await db.ExecuteAsync("""
                UPDATE chatwoot_mirrors SET state = 'waiting', failures = failures + 1, error_code = $3, error_message = $4, error_at = $2,
                    retry_at = $2 + make_interval(secs => ($5::int[])[least(failures + 1, cardinality($5::int[]))])
                WHERE organization_id = $1 AND enabled AND (retry_at IS NULL OR retry_at <= $2)
                """, ct, db.OrganizationId, now, code, words, Backoff.Select(b => (int)b.TotalSeconds).ToArray()),
            MirrorVerdict.Throttled throttled => await db.ExecuteAsync("""
                UPDATE chatwoot_mirrors SET retry_at = $2, error_code = $3, error_message = $4, error_at = $5 WHERE organization_id = $1 AND enabled
                """, ct, db.OrganizationId, now + throttled.After, code, words, now),
            MirrorVerdict.Refused => await StopAsync(db, "refused", enabled: true, code, words, now, ct),
            MirrorVerdict.Gone => await StopAsync(db, "gone", enabled: false, code, words, now, ct),
            // An error that concerns one message is told, and the mirror works on.
            MirrorVerdict.ConversationWaits or MirrorVerdict.Forget or MirrorVerdict.LeaveOut =>
                await TellAsync(db, code, words, now, ct),
            null => await db.ExecuteAsync("""
                UPDATE chatwoot_mirrors SET state = 'working', failures = 0, retry_at = NULL, last_success_at = $2, own_bot_id = coalesce($3::bigint, own_bot_id)
                WHERE organization_id = $1 AND enabled AND (state <> 'working' OR failures > 0 OR last_success_at IS NULL
                    OR last_success_at < $2 - interval '1 minute' OR own_bot_id IS DISTINCT FROM coalesce($3::bigint, own_bot_id))
                """, ct, db.OrganizationId, now, visit.OwnBotId),
            _ => throw new InvalidOperationException("unknown verdict"),
        };
        if (verdict is null && told is not null)
            changed += await TellAsync(db, code, words, now, ct);
        if (changed > 0)
            db.Publish(LiveKind.ConnectionChanged);
    }

    private static Task KeepCreatedAsync(ChatFlowDb db, MirrorVisit visit, CancellationToken ct) => db.ExecuteAsync("""
        INSERT INTO chatwoot_messages (organization_id, version, chatwoot_id, part, message_id, origin, status)
        SELECT $1, $6, n.id, 0, n.message_id, n.origin, n.status FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[]) AS n (id, message_id, origin, status)
        WHERE EXISTS (SELECT 1 FROM messages m WHERE m.organization_id = $1 AND m.id = n.message_id)
        ON CONFLICT DO NOTHING
        """, ct, db.OrganizationId, visit.Created.ConvertAll(c => c.ChatwootId).ToArray(), visit.Created.ConvertAll(c => c.MessageId).ToArray(),
        visit.Created.ConvertAll(c => EnumText<MirrorOrigin>.Of(c.Origin)).ToArray(),
        visit.Created.ConvertAll(c => c.Told is { } told ? EnumText<MessageStatus>.Of(told) : null).ToArray(), visit.Work.Version);

    private static Task KeepToldAsync(ChatFlowDb db, MirrorVisit visit, CancellationToken ct)
    {
        var last = visit.Told.GroupBy(t => (t.ChatwootId, t.Part)).Select(g => g.Last()).ToList();
        return db.ExecuteAsync("""
            UPDATE chatwoot_messages m SET status = n.status FROM unnest($2::bigint[], $3::int[], $4::text[]) AS n (id, part, status)
            WHERE m.organization_id = $1 AND m.version = $5 AND m.chatwoot_id = n.id AND m.part = n.part
            """, ct, db.OrganizationId, last.ConvertAll(t => t.ChatwootId).ToArray(), last.ConvertAll(t => t.Part).ToArray(),
            last.ConvertAll(t => EnumText<MessageStatus>.Of(t.Status)).ToArray(), visit.Work.Version);
    }

    private static Task<int> TellAsync(ChatFlowDb db, string? code, string? words, DateTimeOffset now, CancellationToken ct) => db.ExecuteAsync(
        "UPDATE chatwoot_mirrors SET error_code = $2, error_message = $3, error_at = $4 WHERE organization_id = $1", ct, db.OrganizationId, code, words, now);

    // Somebody must act: it is written down, and the page says so.
    private static async Task<int> StopAsync(ChatFlowDb db, string state, bool enabled, string? code, string? words, DateTimeOffset now, CancellationToken ct)
    {
        var stopped = await db.ExecuteAsync("""
            UPDATE chatwoot_mirrors SET state = $2, enabled = $3, error_code = $4, error_message = $5, error_at = $6
            WHERE organization_id = $1 AND enabled AND state <> $2
            """, ct, db.OrganizationId, state, enabled, code, words, now);
        if (stopped > 0)
        {
            db.Add(new AuditEntry { Id = Guid.CreateVersion7(now), OrganizationId = db.OrganizationId, At = now, Action = "chatwoot.stopped", Subject = code });
            await db.SaveChangesAsync(ct);
        }

        return stopped;
    }

    private static Task KeepLinkAsync(ChatFlowDb db, MirrorVisit visit, CancellationToken ct) => db.ExecuteAsync("""
        UPDATE chatwoot_conversations SET chatwoot_contact_id = $3, source_id = $4, conversation_id = $5, status = $6, assignee_id = $7, version = $8
        WHERE organization_id = $1 AND contact_id = $2
        """, ct, db.OrganizationId, visit.Work.ContactId, visit.Link.ChatwootContactId, visit.Link.SourceId, visit.Link.ConversationId,
        visit.Link.Status is { } status ? EnumText<Inbox.ConversationStatus>.Of(status) : null, visit.Link.AssigneeId, visit.Work.Version);

    // Ids carry the mirror's version, so that settings which change in this very moment spoil nothing.
    private static async Task<bool> HoldsAsync(ChatFlowDb db, MirrorVisit visit, CancellationToken ct) => (await db.QueryAsync("""
        SELECT 1 FROM chatwoot_conversations c JOIN chatwoot_mirrors m ON m.organization_id = $1 AND m.version = $4
        WHERE c.organization_id = $1 AND c.contact_id = $2 AND c.lease_token = $3 FOR UPDATE OF c
        """, _ => true, ct, db.OrganizationId, visit.Work.ContactId, visit.Work.LeaseToken, visit.Work.Version)).Count > 0;

    private static TimeSpan Step(int failures) => Backoff[Math.Min(failures, Backoff.Count - 1)];
}
