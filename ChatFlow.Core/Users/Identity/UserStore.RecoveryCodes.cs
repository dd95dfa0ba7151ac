using ChatFlow.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Users.Identity;

/// <summary>Recovery codes: one row each, by hash, gone when used. 80 random bits need no slow hash.</summary>
public sealed partial class UserStore
{
    private const string RecoveryProvider = "recovery_code";

    public Task ReplaceCodesAsync(User user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var hashes = recoveryCodes.Select(HashOf).ToArray();
        return tenants.RunAsync(
            user.OrganizationId,
            async (db, ct) =>
            {
                await db.Set<UserToken>().Where(t => t.UserId == user.Id && t.LoginProvider == RecoveryProvider).ExecuteDeleteAsync(ct);
                db.AddRange(hashes.Select(hash => new UserToken { UserId = user.Id, LoginProvider = RecoveryProvider, Name = hash }));
                await db.SaveChangesAsync(ct);
            },
            cancellationToken);
    }

    public Task<bool> RedeemCodeAsync(User user, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var hash = HashOf(code);
        return tenants.RunAsync(
            user.OrganizationId,
            // The row that is deleted is the code that was used: two at once cannot both find it.
            async (db, ct) => await db.Set<UserToken>()
                .Where(t => t.UserId == user.Id && t.LoginProvider == RecoveryProvider && t.Name == hash).ExecuteDeleteAsync(ct) == 1,
            cancellationToken);
    }

    public Task<int> CountCodesAsync(User user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        return tenants.RunAsync(
            user.OrganizationId,
            (db, ct) => db.Set<UserToken>().CountAsync(t => t.UserId == user.Id && t.LoginProvider == RecoveryProvider, ct),
            cancellationToken);
    }

    // As people type it: with or without hyphens and spaces, in either case.
    private static string HashOf(string code) =>
        Convert.ToHexString(Tokens.Hash(new string([.. (code ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)])));
}
