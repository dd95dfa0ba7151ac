using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>
/// Asks Meta about the number and its templates and writes down what it says, every hour, after a webhook and on demand. A
/// paused channel is asked whether it works again.
/// </summary>
public sealed class RefreshMeta(MetaAccounts accounts, MetaManagement meta, SyncTemplates templates, CheckConnection check, TenantDb tenants, TimeProvider clock)
{
    public async Task RunAsync(Guid organizationId, CancellationToken ct)
    {
        if (await accounts.SettingsAsync(organizationId, ct) is not { } found)
            return;
        var facts = await meta.NumberAsync(found.Settings, ct);
        await accounts.RecordAsync(organizationId, found.Settings, account =>
        {
            account.CheckError = facts.Error?.Code;
            if (!facts.IsSuccess)
                return;
            account.CheckedAt = clock.GetUtcNow();
            account.VerifiedName = facts.Value.VerifiedName;
            account.Quality = facts.Value.Quality ?? account.Quality;
            account.MessagingLimit = facts.Value.Limit ?? account.MessagingLimit;
            account.Throughput = facts.Value.Throughput;
            account.NumberStatus = facts.Value.NumberStatus;
            account.NameStatus = facts.Value.NameStatus;
        }, ct);
        if (facts.IsSuccess && found.Config.SendingPaused && await MayAskAsync(organizationId, found.Config, ct))
            await check.RunAsync(Actor.System(organizationId), new Uri("http://localhost/"), ct);
        await templates.RunAsync(organizationId, ct);
    }

    // An account that Meta stopped answers questions all the same: only its own word that it is over counts.
    private Task<bool> MayAskAsync(Guid organizationId, BotConfig config, CancellationToken ct) =>
        config.ConnectionDetail != StoppedByMeta
            ? Task.FromResult(true)
            : tenants.RunAsync(organizationId, async (db, token) => await db.Set<ChannelNotice>().AsNoTracking()
                .Where(n => n.Kind == ChannelNoticeKind.Account).OrderByDescending(n => n.At).ThenByDescending(n => n.Id)
                .Select(n => n.Detail).FirstOrDefaultAsync(token) == "REINSTATE", ct);

    /// <summary>Why a channel is paused that Meta disabled, restricted or took from us.</summary>
    public const string StoppedByMeta = "account_stopped";
}
