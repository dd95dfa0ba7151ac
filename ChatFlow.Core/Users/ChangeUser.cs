using System.Security.Cryptography;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Users;

/// <summary>
/// Role and access of a person in the team. Either takes effect on open pages within a minute: the security stamp
/// changes, which ends every session of that person.
/// </summary>
public sealed class ChangeUser(TenantDb tenants, TimeProvider clock)
{
    public Task<Result<Done>> SetRoleAsync(Actor actor, Guid userId, UserRole role, CancellationToken ct) =>
        RunAsync(actor, userId, "user.role_changed", user =>
        {
            var changed = user.Role != role;
            user.Role = role;
            return changed;
        }, ct);

    public Task<Result<Done>> SetActiveAsync(Actor actor, Guid userId, bool active, CancellationToken ct) =>
        RunAsync(actor, userId, active ? "user.activated" : "user.deactivated", user =>
        {
            var changed = user.IsActive != active;
            user.IsActive = active;
            return changed;
        }, ct);

    private async Task<Result<Done>> RunAsync(Actor actor, Guid userId, string action, Func<User, bool> change, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.CanAdminister)
            return new ForbiddenError();
        return await tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, stop) =>
        {
            // Locked in one order: two admins who demote each other at once must not both succeed.
            var team = await db.Set<User>()
                .FromSql($"SELECT * FROM users WHERE organization_id = {actor.OrganizationId} ORDER BY id FOR UPDATE")
                .ToListAsync(stop);
            if (team.Find(u => u.Id == userId) is not { } user)
                return UserErrors.UserNotFound;
            if (!change(user))
                return default(Done);
            if (!team.Exists(u => u is { Role: UserRole.Admin, IsActive: true }))
                return UserErrors.LastAdmin;
            user.SecurityStamp = RandomNumberGenerator.GetHexString(32);
            db.Add(AuditEntry.Of(actor, clock, action, user.Email));
            await db.SaveChangesAsync(stop);
            return default(Done);
        }, ct);
    }
}
