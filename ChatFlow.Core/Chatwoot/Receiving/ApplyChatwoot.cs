using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Chatwoot.Receiving;

/// <summary>
/// Applies what Chatwoot told one organization, as received bodies of WhatsApp are: effects and the mark "done" in one
/// transaction, one worker an organization, a body that fails taken alone.
/// </summary>
internal sealed class ApplyChatwoot(TenantDb tenants, SendFromChatwoot send, ChatwootSignal signal, TimeProvider clock, ILogger<ApplyChatwoot> logger)
{
    private const int LargestBatch = 100;

    /// <summary>True when more may be waiting.</summary>
    public async Task<bool> RunAsync(Guid organizationId, CancellationToken ct)
    {
        try
        {
            return await tenants.RunAsync(organizationId, (db, token) => BatchAsync(db, LargestBatch, null, token), ct) == LargestBatch;
        }
        catch (Exception error) when (IsPoison(error))
        {
            logger.LogWarning("A batch of Chatwoot's webhooks failed with {Error}; taking them one by one", error.GetType().Name);
        }

        for (var i = 0; i < LargestBatch; i++)
        {
            long? current = null;
            try
            {
                if (await tenants.RunAsync(organizationId, (db, token) => BatchAsync(db, 1, id => current = id, token), ct) == 0)
                    return false;
            }
            catch (Exception error) when (IsPoison(error) && current is { } id)
            {
                logger.LogError("Webhook {Id} of Chatwoot could not be applied: {Error}", id, error.GetType().Name);
                await tenants.RunAsync(organizationId, (db, token) => db.ExecuteAsync(
                    "UPDATE webhook_inbox SET state = 'failed', attempts = attempts + 1, processed_at = $2, error = $3 WHERE id = $1",
                    token, id, clock.GetUtcNow(), error.GetType().Name), ct);
            }
        }

        return true;
    }

    private async Task<int> BatchAsync(ChatFlowDb db, int limit, Action<long>? current, CancellationToken ct)
    {
        var locked = await db.QueryAsync(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('chatwoot_inbox:' || $1::text, 0))", r => r.GetBoolean(0), ct, db.OrganizationId);
        if (!locked[0])
            return 0;
        var rows = await db.QueryAsync(
            "SELECT id, body FROM webhook_inbox WHERE organization_id = $1 AND state = 'pending' AND channel = 'chatwoot' ORDER BY id LIMIT $2",
            r => (Id: r.GetInt64(0), Event: ChatwootWebhook.Parse(r.GetFieldValue<byte[]>(1))), ct, db.OrganizationId, limit);
        if (rows.Count == 0)
            return 0;
        current?.Invoke(rows[0].Id);
        await EffectsAsync(db, [.. rows.Select(r => r.Event)], ct);
        await db.ExecuteAsync("""
            UPDATE webhook_inbox SET state = CASE WHEN id = ANY ($3) THEN 'unreadable' ELSE 'done' END, processed_at = $2, attempts = attempts + 1
            WHERE organization_id = $4 AND id = ANY ($1)
            """, ct, rows.Select(r => r.Id).ToArray(), clock.GetUtcNow(), rows.Where(r => r.Event is ChatwootUnreadable).Select(r => r.Id).ToArray(), db.OrganizationId);
        return rows.Count;
    }

    private async Task EffectsAsync(ChatFlowDb db, IReadOnlyList<ChatwootEvent> events, CancellationToken ct)
    {
        var mirror = await db.Set<ChatwootMirror>().AsNoTracking().SingleOrDefaultAsync(m => m.Enabled, ct);
        var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(ct);
        if (mirror is null || !long.TryParse(config.ChatwootAccountId, out var account) || !long.TryParse(config.ChatwootInboxId, out var inbox))
            return;
        // The order of arrival means nothing there; the ids rise.
        await send.RunAsync(db, mirror, config, account, inbox, [.. events.OfType<ChatwootMessageCreated>().OrderBy(m => m.Id)], ct);
        var changed = events.OfType<ChatwootConversationChanged>()
            .Where(c => c.InboxId == inbox && (c.AccountId is null || c.AccountId == account)).Select(c => c.ConversationId).Distinct().ToArray();
        if (changed.Length == 0)
            return;
        await db.ExecuteAsync("""
            INSERT INTO chatwoot_outbox (organization_id, contact_id, kind)
            SELECT $1, c.contact_id, 'pull' FROM chatwoot_conversations c
            WHERE c.organization_id = $1 AND c.version = $3 AND c.conversation_id = ANY ($2)
                AND NOT EXISTS (SELECT 1 FROM chatwoot_outbox o WHERE o.organization_id = $1 AND o.contact_id = c.contact_id AND o.kind = 'pull' AND o.attempts = 0)
            """, ct, db.OrganizationId, changed, mirror.Version);
        db.AfterCommit(signal.Wake);
    }

    // A lost connection is an outage: the batch stays as it is and is tried again whole.
    private static bool IsPoison(Exception error) => error switch
    {
        OperationCanceledException or TimeoutException => false,
        PostgresException postgres => !postgres.IsTransient,
        NpgsqlException => false,
        _ => true,
    };
}
