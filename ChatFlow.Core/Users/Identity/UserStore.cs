using System.Runtime.CompilerServices;
using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatFlow.Core.Users.Identity;

/// <summary>
/// Identity's door to our users: whose organization it is comes from the gate, everything else goes through
/// <see cref="TenantDb"/>. An update writes only what changed since the user was read, so that a sign-in that runs beside
/// a change of role does not undo it.
/// </summary>
public sealed partial class UserStore(TenantDb tenants, Gate gate, SecretCipher cipher) :
    IUserPasswordStore<User>, IUserEmailStore<User>, IUserSecurityStampStore<User>, IUserLockoutStore<User>,
    IUserTwoFactorStore<User>, IUserAuthenticatorKeyStore<User>, IUserTwoFactorRecoveryCodeStore<User>
{
    private readonly ConditionalWeakTable<User, User> _asRead = [];

    public async Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) && await gate.FindUserOrganizationAsync(id, cancellationToken) is { } organization
            ? await ReadAsync(organization, id, cancellationToken)
            : null;

    public async Task<User?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        await gate.FindUserByEmailAsync(normalizedEmail, cancellationToken) is { } found
            ? await ReadAsync(found.OrganizationId, found.UserId, cancellationToken)
            : null;

    /// <summary>People sign in with their e-mail; there is no other name.</summary>
    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindByEmailAsync(normalizedUserName, cancellationToken);

    public async Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (!_asRead.TryGetValue(user, out var before))
            throw new InvalidOperationException("Only a user that this store has read can be updated.");
        try
        {
            await tenants.RunAsync(
                user.OrganizationId,
                async (db, ct) =>
                {
                    // A copy, since the work may run again.
                    db.Attach(Copy(before)).CurrentValues.SetValues(user);
                    await db.SaveChangesAsync(ct);
                },
                cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().DuplicateEmail(user.Email));
        }

        _asRead.AddOrUpdate(user, Copy(user));
        return IdentityResult.Success;
    }

    /// <summary>People come into being through <see cref="OpenOrganization"/> and <see cref="AcceptInvitation"/>.</summary>
    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>People are deactivated; what they did stays theirs.</summary>
    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
        // Holds no connection: each operation opens and closes its own.
    }

    /// <summary>Counted in the database: guesses that arrive at once are all counted.</summary>
    public Task<int> IncrementAccessFailedCountAsync(User user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        return tenants.RunAsync(
            user.OrganizationId,
            async (db, ct) =>
            {
                var counts = await db.Database.SqlQuery<int>(
                    $"""
                    UPDATE users SET access_failed_count = access_failed_count + 1
                    WHERE organization_id = {user.OrganizationId} AND id = {user.Id} RETURNING access_failed_count AS "Value"
                    """).ToListAsync(ct);
                user.AccessFailedCount = counts.Count > 0 ? counts[0] : user.AccessFailedCount + 1;
                if (_asRead.TryGetValue(user, out var before))
                    before.AccessFailedCount = user.AccessFailedCount;
                return user.AccessFailedCount;
            },
            cancellationToken);
    }

    private async Task<User?> ReadAsync(Guid organizationId, Guid userId, CancellationToken cancellationToken)
    {
        var user = await tenants.RunAsync(
            organizationId,
            (db, ct) => db.Set<User>().AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, ct),
            cancellationToken);
        if (user is not null)
            _asRead.AddOrUpdate(user, Copy(user));
        return user;
    }

    private static User Copy(User user) => new()
    {
        Id = user.Id,
        OrganizationId = user.OrganizationId,
        Email = user.Email,
        PasswordHash = user.PasswordHash,
        Role = user.Role,
        IsActive = user.IsActive,
        LastLoginAt = user.LastLoginAt,
        CreatedAt = user.CreatedAt,
        UpdatedAt = user.UpdatedAt,
        Name = user.Name,
        NormalizedEmail = user.NormalizedEmail,
        EmailConfirmed = user.EmailConfirmed,
        SecurityStamp = user.SecurityStamp,
        AccessFailedCount = user.AccessFailedCount,
        LockoutEnd = user.LockoutEnd,
        TwoFactorEnabled = user.TwoFactorEnabled,
        AuthenticatorKey = user.AuthenticatorKey,
        LastTotpStep = user.LastTotpStep,
        Language = user.Language,
    };
}
