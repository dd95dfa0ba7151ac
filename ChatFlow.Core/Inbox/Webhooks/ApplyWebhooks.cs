using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Receiving;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Inbox.Webhooks;

/// <summary>How far one look at an organization's inbox came.</summary>
public enum WebhooksApplied
{
    /// <summary>Everything that the look found.</summary>
    All,

    /// <summary>A full batch: more may be waiting.</summary>
    Some,

    /// <summary>Nothing: another node is at it.</summary>
    HeldElsewhere,
}

/// <summary>
/// Applies what waits in one organization's inbox, in the order of arrival: claim, effects and the mark "done" are one
/// transaction, so a crash leaves everything pending and nothing half. One worker an organization at a time. A body that
/// fails is taken alone, so that it does not hold up the others.
/// </summary>
public sealed class ApplyWebhooks(TenantDb tenants, ReceiveEvents receive, TimeProvider clock, ILogger<ApplyWebhooks> logger)
{
    private const int LargestBatch = 400;

    public async Task<WebhooksApplied> RunAsync(Guid organizationId, CancellationToken ct)
    {
        try
        {
            return await tenants.RunAsync(organizationId, (db, token) => BatchAsync(db, LargestBatch, token), ct);
        }
        catch (Exception error) when (IsPoison(error))
        {
            logger.LogWarning("A batch of webhooks failed with {Error}; taking them one by one", error.GetType().Name);
            return await OneByOneAsync(organizationId, ct);
        }
    }

    private async Task<WebhooksApplied> OneByOneAsync(Guid organizationId, CancellationToken ct)
    {
        for (var i = 0; i < LargestBatch; i++)
        {
            long? current = null;
            try
            {
                var applied = await tenants.RunAsync(organizationId, (db, token) => BatchAsync(db, 1, token, id => current = id), ct);
                if (applied != WebhooksApplied.Some)
                    return applied;
            }
            catch (Exception error) when (IsPoison(error) && current is { } id)
            {
                logger.LogError("Webhook {Id} could not be applied: {Error}", id, error.GetType().Name);
                await tenants.RunAsync(organizationId, (db, token) => db.ExecuteAsync(
                    "UPDATE webhook_inbox SET state = 'failed', attempts = attempts + 1, processed_at = $2, error = $3 WHERE id = $1",
                    token, id, clock.GetUtcNow(), Describe(error)), ct);
            }
        }

        return WebhooksApplied.Some;
    }

    private async Task<WebhooksApplied> BatchAsync(ChatFlowDb db, int limit, CancellationToken ct, Action<long>? current = null)
    {
        var locked = await db.QueryAsync(
            "SELECT pg_try_advisory_xact_lock(hashtextextended('webhook_inbox:' || $1::text, 0))", r => r.GetBoolean(0), ct, db.OrganizationId);
        if (!locked[0])
            return WebhooksApplied.HeldElsewhere;
        var rows = await db.QueryAsync(
            "SELECT id, channel, body, received_at FROM webhook_inbox WHERE organization_id = $1 AND state = 'pending' AND channel <> 'chatwoot' ORDER BY id LIMIT $2",
            r => new Row(r.GetInt64(0), EnumText<ChannelType>.Parse(r.GetString(1)), r.GetFieldValue<byte[]>(2), r.GetFieldValue<DateTimeOffset>(3)),
            ct, db.OrganizationId, limit);
        if (rows.Count == 0)
            return WebhooksApplied.All;
        current?.Invoke(rows[0].Id);

        var events = new List<ReceivedEvent>(rows.Count);
        var unreadable = new List<long>();
        foreach (var row in rows)
        {
            var parsed = WebhookParsers.Parse(row.Channel, row.Body, row.ReceivedAt);
            if (parsed.Unreadable is not null)
                unreadable.Add(row.Id);
            foreach (var routed in parsed.Events)
                events.Add(new ReceivedEvent(routed.Route, routed.Event, row.ReceivedAt));
        }

        await receive.RunAsync(db, events, ct);
        await db.ExecuteAsync("""
            UPDATE webhook_inbox SET state = CASE WHEN id = ANY ($3) THEN 'unreadable' ELSE 'done' END, processed_at = $2, attempts = attempts + 1
            WHERE organization_id = $4 AND id = ANY ($1)
            """, ct, rows.Select(r => r.Id).ToArray(), clock.GetUtcNow(), unreadable.ToArray(), db.OrganizationId);
        return rows.Count < limit ? WebhooksApplied.All : WebhooksApplied.Some;
    }

    // A lost connection is an outage: the batch stays as it is and is tried again whole.
    private static bool IsPoison(Exception error) => error switch
    {
        OperationCanceledException => false,
        PostgresException postgres => !postgres.IsTransient,
        NpgsqlException => false,
        TimeoutException => false,
        _ => true,
    };

    private static string Describe(Exception error) =>
        error is PostgresException postgres ? $"postgres {postgres.SqlState} {postgres.ConstraintName}" : error.GetType().Name;

    private sealed record Row(long Id, ChannelType Channel, byte[] Body, DateTimeOffset ReceivedAt);
}
