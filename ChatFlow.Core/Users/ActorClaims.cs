using System.Security.Claims;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Users;

/// <summary>What a session knows of its person, by the names of its claims; at most a minute old.</summary>
public static class ActorClaims
{
    public const string UserId = "sub";
    public const string Email = "email";
    public const string Name = "name";
    public const string Role = "role";
    public const string OrganizationId = "org";
    public const string OrganizationName = "org_name";

    /// <summary>The organization's IANA time zone.</summary>
    public const string TimeZone = "tz";
    public const string SecurityStamp = "stamp";

    /// <summary>Present with the value <c>true</c> for those named under <c>Operators</c>.</summary>
    public const string Operator = "operator";

    /// <summary>Null for somebody who is not signed in.</summary>
    public static Actor? TryGetActor(this ClaimsPrincipal person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.Identity?.IsAuthenticated == true
            && Guid.TryParse(person.FindFirst(OrganizationId)?.Value, out var organization)
            && EnumText<UserRole>.TryParse(person.FindFirst(Role)?.Value, out var role)
            ? new Actor(organization, Guid.TryParse(person.FindFirst(UserId)?.Value, out var user) ? user : null, role)
            : null;
    }

    /// <exception cref="InvalidOperationException">Nobody is signed in; the page lacks its authorization.</exception>
    public static Actor GetActor(this ClaimsPrincipal person) =>
        person.TryGetActor() ?? throw new InvalidOperationException("Nobody is signed in.");

    public static bool IsOperator(this ClaimsPrincipal person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.HasClaim(Operator, "true");
    }
}
