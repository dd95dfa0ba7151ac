using System.Security.Cryptography;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Webhooks;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Reconciliation;

/// <summary>
/// Fetches what came in while the connection was broken or nobody listened, and puts it through the intake of the
/// webhooks: what is there already is there already.
/// </summary>
public sealed class CatchUp(TenantDb tenants, ChannelSettingsReader reader, EvolutionHistory history, WebhookStore store, TimeProvider clock)
{
    /// <summary>What is older is history; the bot answers none of it and nobody waits for it.</summary>
    public static readonly TimeSpan Furthest = TimeSpan.FromHours(24);

    // Clocks differ, and a message may have been on its way when the line broke.
    private static readonly TimeSpan s_overlap = TimeSpan.FromMinutes(2);

    /// <summary>The number of bodies that were handed to the intake.</summary>
    public async Task<int> RunAsync(Guid organizationId, CancellationToken ct)
    {
        var (config, since) = await tenants.RunAsync(organizationId, async (db, token) =>
        {
            var from = await db.QueryAsync(
                "SELECT recover_from FROM channel_states WHERE organization_id = $1", r => r.Get<DateTimeOffset?>(0), token, organizationId);
            return (await db.Set<BotConfig>().AsNoTracking().SingleAsync(token), from is [{ } at] ? at : (DateTimeOffset?)null);
        }, ct);
        if (since is not { } missedSince || reader.Read(config) is not EvolutionSettings settings)
            return 0;
        var earliest = clock.GetUtcNow() - Furthest;
        var bodies = await history.FetchAsync(settings, (missedSince > earliest ? missedSince : earliest) - s_overlap, ct);
        if (bodies is null)
            return 0;
        foreach (var body in bodies.Select(b => WebhookRedaction.Redact(b)))
            await store.StoreAsync(new WebhookBody(organizationId, ChannelType.EvolutionApi, body, SHA256.HashData(body)), ct);
        // Broken again meanwhile: then that is still to be fetched.
        await tenants.RunAsync(organizationId, (db, token) => db.ExecuteAsync(
            "UPDATE channel_states SET recover_from = NULL WHERE organization_id = $1 AND recover_from = $2", token, organizationId, missedSince), ct);
        return bodies.Count;
    }

    /// <summary>After a start: nobody listened since the last message that we know of.</summary>
    public Task MarkMissedAsync(Guid organizationId, CancellationToken ct) => tenants.RunAsync(organizationId, (db, token) => db.ExecuteAsync("""
        INSERT INTO channel_states AS s (organization_id, recover_from)
        SELECT $1, n.newest FROM (SELECT greatest(
            (SELECT last_message_at FROM conversations WHERE organization_id = $1 AND status <> 'resolved' ORDER BY last_message_at DESC, id DESC LIMIT 1),
            (SELECT last_message_at FROM conversations WHERE organization_id = $1 AND status = 'resolved' ORDER BY last_message_at DESC, id DESC LIMIT 1)) AS newest) n
        WHERE n.newest < $2
        ON CONFLICT (organization_id) DO UPDATE SET recover_from = coalesce(s.recover_from, excluded.recover_from)
        """, token, organizationId, clock.GetUtcNow() - s_overlap), ct);
}
