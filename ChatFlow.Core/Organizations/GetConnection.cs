using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations.Health;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <summary>The connection and how it stands. The webhook's address is a secret and goes to admins only.</summary>
public sealed class GetConnection(TenantDb tenants, SecretCipher cipher)
{
    /// <param name="publicUrl">Where this installation is reached, ending in a slash.</param>
    public Task<Result<ConnectionView>> RunAsync(Actor actor, Uri publicUrl, CancellationToken ct) =>
        tenants.RunAsync<Result<ConnectionView>>(actor.OrganizationId, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(token);
            var health = await db.Set<ConnectionHealth>().AsNoTracking().SingleOrDefaultAsync(token);
            return ConnectionView.Of(config, cipher, publicUrl, actor.CanAdminister) with { Health = health is null ? null : ConnectionHealthView.Of(health) };
        }, ct);
}
