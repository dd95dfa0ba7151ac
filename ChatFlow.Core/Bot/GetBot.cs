using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Bot;

public sealed class GetBot(TenantDb tenants)
{
    public Task<Result<BotSettings>> RunAsync(Actor actor, CancellationToken ct) =>
        tenants.RunAsync<Result<BotSettings>>(actor.OrganizationId, async (db, token) =>
            BotSettings.Of(await db.Set<BotConfig>().AsNoTracking().SingleAsync(token)), ct);
}
