using ChatFlow.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Users.Identity;

/// <summary>
/// Checks authenticator codes. Identity's own provider takes five steps and the same code as often as it comes; here a
/// code counts once and may be one step off (ASVS 6.5.1, 6.5.5).
/// </summary>
public sealed class SingleUseTotp(TenantDb tenants, TimeProvider clock) : IUserTwoFactorTokenProvider<User>
{
    public Task<string> GenerateAsync(string purpose, UserManager<User> manager, User user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user)
    {
        ArgumentNullException.ThrowIfNull(manager);
        ArgumentNullException.ThrowIfNull(user);
        if (await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } key
            || Totp.FindStep(Totp.DecodeKey(key), token, clock.GetUtcNow(), user.LastTotpStep) is not { } step)
            return false;
        var used = await tenants.RunAsync(
            user.OrganizationId,
            (db, ct) => db.Set<User>().Where(u => u.Id == user.Id && u.LastTotpStep < step)
                .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastTotpStep, step), ct),
            CancellationToken.None);
        return used == 1;
    }

    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<User> manager, User user)
    {
        ArgumentNullException.ThrowIfNull(manager);
        return await manager.GetAuthenticatorKeyAsync(user) is { Length: > 0 };
    }
}
