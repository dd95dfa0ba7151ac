using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>Reads an organization's settings for Meta and writes down what came of a call there.</summary>
public sealed class MetaAccounts(TenantDb tenants, ChannelSettingsReader reader)
{
    /// <summary>Null where the organization is not connected through Meta.</summary>
    public Task<(BotConfig Config, MetaSettings Settings)?> SettingsAsync(Guid organizationId, CancellationToken ct) =>
        tenants.RunAsync<(BotConfig, MetaSettings)?>(organizationId, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(token);
            return reader.Read(config) is MetaSettings settings ? (config, settings) : null;
        }, ct);

    /// <summary>
    /// Changes the row; a row of another number or account starts anew, and another account's templates go. Nothing is
    /// written if the connection has changed since <paramref name="settings"/> were read.
    /// </summary>
    public Task RecordAsync(Guid organizationId, MetaSettings settings, Action<MetaAccount> change, CancellationToken ct) =>
        tenants.RunAsync(organizationId, async (db, token) =>
        {
            // One at a time: two first calls would both insert.
            await db.ExecuteAsync("SELECT 1 FROM bot_configs WHERE organization_id = $1 FOR NO KEY UPDATE", token, organizationId);
            var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(token);
            if (config.MetaPhoneNumberId != settings.PhoneNumberId || (config.MetaBusinessAccountId ?? "") != settings.BusinessAccountId)
                return;
            var account = await db.Set<MetaAccount>().SingleOrDefaultAsync(token);
            if (account is not null && account.BusinessAccountId != config.MetaBusinessAccountId)
                await db.ExecuteAsync("DELETE FROM whatsapp_templates WHERE organization_id = $1", token, organizationId);
            if (account is null || account.PhoneNumberId != settings.PhoneNumberId || account.BusinessAccountId != config.MetaBusinessAccountId)
            {
                if (account is not null)
                {
                    db.Remove(account);
                    await db.SaveChangesAsync(token);
                }

                account = new MetaAccount
                {
                    OrganizationId = organizationId,
                    PhoneNumberId = settings.PhoneNumberId,
                    BusinessAccountId = config.MetaBusinessAccountId,
                };
                db.Add(account);
            }

            change(account);
            await db.SaveChangesAsync(token);
            db.Publish(LiveKind.ConnectionChanged);
        }, ct);
}
