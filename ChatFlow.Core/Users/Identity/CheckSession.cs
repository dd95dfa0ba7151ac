using System.Security.Claims;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Users.Identity;

/// <summary>Whether a session may go on: asked for every open page at least once a minute.</summary>
public sealed class CheckSession(TenantDb tenants)
{
    /// <summary>
    /// False once the person was deactivated, changed role or password, signed out everywhere, or the organization was
    /// closed. Reads one row.
    /// </summary>
    public async Task<bool> RunAsync(ClaimsPrincipal person, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.TryGetActor() is not { UserId: { } userId } actor || person.FindFirst(ActorClaims.SecurityStamp)?.Value is not { } stamp)
            return false;
        var current = await tenants.RunAsync(
            actor.OrganizationId,
            (db, stop) => (from user in db.Set<User>()
                           join organization in db.Set<Organization>() on user.OrganizationId equals organization.Id
                           where user.Id == userId && user.IsActive && organization.IsActive && user.Role == actor.Role
                           select user.SecurityStamp).SingleOrDefaultAsync(stop),
            ct);
        return Tokens.AreEqual(current, stamp);
    }
}
