using System.Security.Claims;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Users.Identity;

/// <summary>Writes the claims of a session (<see cref="ActorClaims"/>).</summary>
public sealed class SessionPrincipal(TenantDb tenants, Operators operators) : IUserClaimsPrincipalFactory<User>
{
    public async Task<ClaimsPrincipal> CreateAsync(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var organization = await tenants.RunAsync(
            user.OrganizationId,
            (db, ct) => db.Set<Organization>().AsNoTracking().SingleAsync(o => o.Id == user.OrganizationId, ct),
            CancellationToken.None);
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ActorClaims.Email, ActorClaims.Role);
        identity.AddClaim(new Claim(ActorClaims.UserId, user.Id.ToString()));
        identity.AddClaim(new Claim(ActorClaims.Email, user.Email));
        identity.AddClaim(new Claim(ActorClaims.Name, user.Name ?? user.Email));
        identity.AddClaim(new Claim(ActorClaims.Role, EnumText<UserRole>.Of(user.Role)));
        identity.AddClaim(new Claim(ActorClaims.OrganizationId, organization.Id.ToString()));
        identity.AddClaim(new Claim(ActorClaims.OrganizationName, organization.Name));
        identity.AddClaim(new Claim(ActorClaims.TimeZone, organization.TimeZone));
        identity.AddClaim(new Claim(ActorClaims.SecurityStamp, user.SecurityStamp));
        if (operators.Includes(user))
            identity.AddClaim(new Claim(ActorClaims.Operator, "true"));
        return new ClaimsPrincipal(identity);
    }
}
