using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ChatFlow.Web.Security;

/// <summary>Identity's sign-in, which besides asks whether the person and the organization are still active.</summary>
public sealed class PersonSignIn(
    UserManager<User> users,
    IHttpContextAccessor accessor,
    IUserClaimsPrincipalFactory<User> principals,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<User>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<User> confirmation,
    TenantDb tenants,
    IPasswordHasher<User> hasher,
    TimeProvider clock)
    : SignInManager<User>(users, accessor, principals, options, logger, schemes, confirmation)
{
    private static readonly User s_nobody = new() { Email = "" };
    private static string? s_nobodysHash;

    public override async Task<bool> CanSignInAsync(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.IsActive && await base.CanSignInAsync(user) && await tenants.RunAsync(
            user.OrganizationId,
            (db, ct) => db.Set<Organization>().AnyAsync(o => o.Id == user.OrganizationId && o.IsActive, ct),
            Context.RequestAborted);
    }

    public override async Task<bool> ValidateSecurityStampAsync(User? user, string? securityStamp) =>
        await base.ValidateSecurityStampAsync(user, securityStamp) && user is not null && await CanSignInAsync(user);

    /// <summary>
    /// By e-mail and password. An unknown, a deactivated and a locked account take as long and answer the same as a wrong
    /// password.
    /// </summary>
    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        var user = await UserManager.FindByEmailAsync(userName);
        if (user is null || !await CanSignInAsync(user) || await UserManager.IsLockedOutAsync(user))
        {
            _ = hasher.VerifyHashedPassword(s_nobody, s_nobodysHash ??= hasher.HashPassword(s_nobody, "nobody's"), password);
            return SignInResult.Failed;
        }

        var result = await PasswordSignInAsync(user, password, isPersistent, lockoutOnFailure);
        if (!result.Succeeded && !result.RequiresTwoFactor)
            await RecordAsync(user, "user.sign_in_failed", false);
        return result.Succeeded || result.RequiresTwoFactor ? result : SignInResult.Failed;
    }

    /// <summary>Also the last step of a sign-in in two.</summary>
    public override async Task SignInWithClaimsAsync(User user, AuthenticationProperties? authenticationProperties, IEnumerable<System.Security.Claims.Claim> additionalClaims)
    {
        ArgumentNullException.ThrowIfNull(user);
        await base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims);
        await RecordAsync(user, "user.signed_in", true);
    }

    private Task RecordAsync(User user, string action, bool signedIn) => tenants.RunAsync(
        user.OrganizationId,
        async (db, ct) =>
        {
            db.Add(AuditEntry.Of(new Actor(user.OrganizationId, user.Id, user.Role), clock, action, user.Email));
            await db.SaveChangesAsync(ct);
            if (signedIn)
            {
                var now = clock.GetUtcNow();
                await db.Set<User>().Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.LastLoginAt, now), ct);
            }
        },
        CancellationToken.None);
}
