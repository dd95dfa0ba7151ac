using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <summary>What disconnecting, restarting and deleting share: the new state, with who did it.</summary>
public sealed class ChangeEvolution(TenantDb tenants, RecordConnection record, TimeProvider clock)
{
    internal Task<Result<Done>> RunAsync(Actor actor, ConnectionStatus status, string? reason, string audit, CancellationToken ct) =>
        tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().SingleAsync(token);
            if (status == ConnectionStatus.Disconnected)
            {
                config.ConnectionPhone = null;
                config.ConnectionName = null;
                config.ConnectionPicture = null;
            }

            if (reason == ConnectionReasons.InstanceRemoved)
                config.EvolutionInstanceToken = null;
            db.Add(AuditEntry.Of(actor, clock, audit));
            await record.DoneAsync(db, config, status, reason, token);
            return default(Done);
        }, ct);
}
