using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <summary>The gateway of an organization for somebody who may administer it; settings hold secrets in clear.</summary>
public sealed class EvolutionAccess(TenantDb tenants, ChannelSettingsReader reader)
{
    internal async Task<Result<(EvolutionSettings Settings, BotConfig Config)>> ReadAsync(Actor actor, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return new ForbiddenError();
        var config = await tenants.RunAsync(actor.OrganizationId, (db, token) => db.Set<BotConfig>().AsNoTracking().SingleAsync(token), ct);
        return reader.Read(config) is EvolutionSettings settings ? (settings, config) : new ConnectionSettingsMissing("evolution");
    }
}
