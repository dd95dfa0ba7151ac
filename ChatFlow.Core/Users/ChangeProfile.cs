using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Users;

/// <summary>What people change about themselves, whatever their role.</summary>
public sealed class ChangeProfile(TenantDb tenants)
{
    public async Task<Result<Done>> RunAsync(Actor actor, string name, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var trimmed = name?.Trim() ?? "";
        if (trimmed.Length is 0 or > 255)
            return UserErrors.NameMissing;
        return await tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, stop) =>
            await db.Set<User>().Where(u => u.Id == actor.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.Name, trimmed), stop) == 1
                ? default(Done)
                : UserErrors.UserNotFound, ct);
    }
}
