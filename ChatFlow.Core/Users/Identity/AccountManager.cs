using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatFlow.Core.Users.Identity;

/// <summary>
/// Identity's user manager with longer recovery codes (80 bits, read out in four groups) and with locks by the
/// application's clock instead of the machine's.
/// </summary>
public sealed class AccountManager(
    IUserStore<User> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<User> hasher,
    IEnumerable<IUserValidator<User>> userValidators,
    IEnumerable<IPasswordValidator<User>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<User>> logger,
    TimeProvider clock)
    : UserManager<User>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    public const int RecoveryCodes = 10;

    // Without I, L, O and U: they are read as 1, 1, 0 and V.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public override Task<bool> IsLockedOutAsync(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.LockoutEnd >= clock.GetUtcNow());
    }

    public override async Task<IdentityResult> AccessFailedAsync(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var failed = await ((IUserLockoutStore<User>)Store).IncrementAccessFailedCountAsync(user, CancellationToken);
        if (failed < Options.Lockout.MaxFailedAccessAttempts)
            return IdentityResult.Success;
        user.LockoutEnd = clock.GetUtcNow() + Options.Lockout.DefaultLockoutTimeSpan;
        user.AccessFailedCount = 0;
        return await UpdateUserAsync(user);
    }

    protected override string CreateTwoFactorRecoveryCode()
    {
        var code = RandomNumberGenerator.GetString(Alphabet, 16);
        return $"{code[..4]}-{code[4..8]}-{code[8..12]}-{code[12..]}";
    }
}
