using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <summary>
/// The one place that writes how a connection stands: the columns here and of the organization, the history, what is to be
/// fetched after an outage, and the alarm when it comes and goes.
/// </summary>
public sealed class RecordConnection(TimeProvider clock)
{
    /// <summary>More connects than this within <see cref="UnstableWindow"/> are an alarm (contracts/evolution.md section 10: reconnect loops).</summary>
    public const int MostConnects = 5;

    public static readonly TimeSpan UnstableWindow = TimeSpan.FromMinutes(10);

    /// <summary>What a webhook told; <paramref name="change"/> is not older than what is recorded.</summary>
    public Task ToldAsync(ChatFlowDb db, BotConfig config, ConnectionChanged change, CancellationToken ct)
    {
        config.ConnectionChangedAt = change.At.ToUniversalTime();
        config.SendingPaused = change.Status == ConnectionStatus.Disconnected;
        return StandAsync(db, config, change.Status, change.Reason, change.Phone, change.At.ToUniversalTime(), told: true, ct);
    }

    /// <summary>What the provider answered when we asked.</summary>
    public Task AnsweredAsync(ChatFlowDb db, BotConfig config, ConnectionAnswer answer, CancellationToken ct)
    {
        var (check, picture) = answer;
        config.ConnectionName = check.Name ?? config.ConnectionName;
        config.ConnectionPicture = picture ?? config.ConnectionPicture;
        // An unreachable provider may be back in a moment, so sends are tried; a refused key and a blocked account refuse all of them.
        config.SendingPaused = check.Error is { Class: ChannelErrorClass.Authentication or ChannelErrorClass.Account }
            || (config.SendingPaused && check is { Status: ConnectionStatus.Disconnected, Error: null });
        return StandAsync(db, config, check.Status, check.Error?.Code ?? KeptReason(config, check.Status), check.Phone, clock.GetUtcNow(), told: false, ct);
    }

    /// <summary>What we did to it ourselves: unlinked the phone, removed the instance, started it anew.</summary>
    public Task DoneAsync(ChatFlowDb db, BotConfig config, ConnectionStatus status, string? reason, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        config.ConnectionChangedAt = now;
        config.SendingPaused = status == ConnectionStatus.Disconnected;
        return StandAsync(db, config, status, reason, null, now, told: false, ct);
    }

    // "close" does not say why; what the webhook said before is still true.
    private static string? KeptReason(BotConfig config, ConnectionStatus status) =>
        status == config.ConnectionStatus && status != ConnectionStatus.Connected ? config.ConnectionDetail : null;

    private async Task StandAsync(
        ChatFlowDb db, BotConfig config, ConnectionStatus status, string? reason, string? phone, DateTimeOffset at, bool told, CancellationToken ct)
    {
        var before = config.ConnectionStatus;
        var now = clock.GetUtcNow();
        if (before == ConnectionStatus.Connected && status != ConnectionStatus.Connected)
            await MissedAsync(db, now, ct);
        await KeepPairing.ForgetAsync(db, status == ConnectionStatus.Connecting ? now : null, ct);
        if (phone is not null)
            await NumberAsync(db, phone, now, ct);
        // A pairing connects again with every code: that is its way, no alarm.
        var pairing = reason == ConnectionReasons.Pairing || config.ConnectionDetail == ConnectionReasons.Pairing;
        var known = config.ConnectionDetail == ConnectionReasons.Unstable ? null : config.ConnectionDetail;
        if (status != before || reason != known || (told && status == ConnectionStatus.Connecting && !pairing))
            await RememberAsync(db, at, status, reason, ct);
        if (!pairing && config.ConnectionType == ChannelType.EvolutionApi && status != ConnectionStatus.Disconnected && await IsUnstableAsync(db, now, ct))
            reason = ConnectionReasons.Unstable;

        config.ConnectionStatus = status;
        config.ConnectionDetail = reason;
        config.ConnectionPhone = phone ?? config.ConnectionPhone;
        var organization = await db.Set<Organization>().SingleAsync(o => o.Id == config.OrganizationId, ct);
        organization.WhatsappConnected = status == ConnectionStatus.Connected;
        organization.WhatsappPhone = config.ConnectionPhone;
        if (!db.ChangeTracker.HasChanges())
            return;
        await db.SaveChangesAsync(ct);
        db.Publish(LiveKind.ConnectionChanged);
    }

    private Task RememberAsync(ChatFlowDb db, DateTimeOffset at, ConnectionStatus status, string? reason, CancellationToken ct) => db.ExecuteAsync(
        "INSERT INTO connection_changes (id, organization_id, at, status, reason) VALUES ($1, $2, $3, $4, left($5::text, 100))",
        ct, Ids.New(clock), db.OrganizationId, at, EnumText<ConnectionStatus>.Of(status), reason);

    private static async Task<bool> IsUnstableAsync(ChatFlowDb db, DateTimeOffset now, CancellationToken ct) => (await db.QueryAsync(
        "SELECT count(*) FROM connection_changes WHERE organization_id = $1 AND status = 'connecting' AND reason IS DISTINCT FROM 'pairing' AND at > $2",
        r => r.GetInt64(0), ct, db.OrganizationId, now - UnstableWindow))[0] > MostConnects;

    // What comes in while nobody is there is fetched once it is open again (ReconcileConnections).
    private static Task MissedAsync(ChatFlowDb db, DateTimeOffset now, CancellationToken ct) => db.ExecuteAsync("""
        INSERT INTO channel_states AS s (organization_id, recover_from) VALUES ($1, $2)
        ON CONFLICT (organization_id) DO UPDATE SET recover_from = coalesce(s.recover_from, excluded.recover_from)
        """, ct, db.OrganizationId, now);

    private static Task NumberAsync(ChatFlowDb db, string phone, DateTimeOffset now, CancellationToken ct) => db.ExecuteAsync("""
        INSERT INTO channel_states AS s (organization_id, number, number_since) VALUES ($1, left($2, 50), $3)
        ON CONFLICT (organization_id) DO UPDATE SET number = excluded.number, number_since = excluded.number_since
            WHERE s.number IS DISTINCT FROM excluded.number
        """, ct, db.OrganizationId, phone, now);
}
