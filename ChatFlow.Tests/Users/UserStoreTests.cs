using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using ChatFlow.Core.Users.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Users;

/// <summary>Identity over our store, as sign-in uses it.</summary>
public sealed class UserStoreTests(UsersFixture users) : IClassFixture<UsersFixture>, IAsyncDisposable
{
    private readonly AsyncServiceScope _scope = users.Services.CreateAsyncScope();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private UserManager<User> Manager => _scope.ServiceProvider.GetRequiredService<UserManager<User>>();

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    private async Task<User> PersonAsync()
    {
        var (_, email) = await users.OpenAsync(Stop);
        return (await Manager.FindByEmailAsync(email))!;
    }

    private Task<User> StoredAsync(User user) => users.Get<TenantDb>().RunAsync(
        user.OrganizationId, (db, ct) => db.Set<User>().AsNoTracking().SingleAsync(u => u.Id == user.Id, ct), Stop);

    private string CodeFor(string key, int steps = 0) => Totp.CodeAt(Totp.DecodeKey(key), Totp.StepAt(users.Clock.GetUtcNow()) + steps);

    private Task<bool> VerifyAsync(User user, string code) => Manager.VerifyTwoFactorTokenAsync(user, TokenOptions.DefaultAuthenticatorProvider, code);

    [Fact]
    public async Task A_person_is_found_by_e_mail_in_any_case_and_by_id()
    {
        var person = await PersonAsync();

        Assert.Equal(person.Id, (await Manager.FindByNameAsync(person.Email.ToUpperInvariant()))!.Id);
        Assert.Equal(person.Email, (await Manager.FindByIdAsync(person.Id.ToString()))!.Email);
        Assert.Null(await Manager.FindByEmailAsync("nobody@example.com"));
        Assert.Null(await Manager.FindByIdAsync("nobody"));
        Assert.Null(await Manager.FindByIdAsync(Guid.NewGuid().ToString()));
        Assert.True(await Manager.CheckPasswordAsync(person, UsersFixture.Password));
    }

    [Fact]
    public async Task A_sign_in_that_runs_beside_a_change_does_not_undo_it()
    {
        var person = await PersonAsync();
        await users.Get<TenantDb>().RunAsync(
            person.OrganizationId,
            (db, ct) => db.Set<User>().Where(u => u.Id == person.Id).ExecuteUpdateAsync(
                set => set.SetProperty(u => u.Role, UserRole.Viewer).SetProperty(u => u.SecurityStamp, "new"), ct),
            Stop);

        await Manager.AccessFailedAsync(person);
        await Manager.ResetAccessFailedCountAsync(person);
        await Manager.SetLockoutEndDateAsync(person, users.Clock.GetUtcNow());

        var stored = await StoredAsync(person);
        Assert.Equal((UserRole.Viewer, "new", 0), (stored.Role, stored.SecurityStamp, stored.AccessFailedCount));
        Assert.Equal(users.Clock.GetUtcNow(), stored.LockoutEnd);
    }

    [Fact]
    public async Task Guesses_that_arrive_at_once_are_all_counted()
    {
        var person = await PersonAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var scope = users.Services.CreateAsyncScope();
            var manager = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            await manager.AccessFailedAsync((await manager.FindByIdAsync(person.Id.ToString()))!);
        }));

        Assert.Equal(8, (await StoredAsync(person)).AccessFailedCount);
    }

    [Fact]
    public async Task A_new_password_follows_the_rules_and_ends_every_session()
    {
        var person = await PersonAsync();
        var before = person.SecurityStamp;
        var token = await Manager.GeneratePasswordResetTokenAsync(person);

        var refused = await Manager.ResetPasswordAsync(person, token, "contraseña2026");
        var accepted = await Manager.ResetPasswordAsync(person, token, "cuatro perros verdes");
        var again = await Manager.ResetPasswordAsync(person, token, "cinco perros verdes");

        Assert.Equal("password_too_common", Assert.Single(refused.Errors).Code);
        Assert.True(accepted.Succeeded);
        Assert.False(again.Succeeded);
        Assert.NotEqual(before, (await StoredAsync(person)).SecurityStamp);
    }

    [Fact]
    public async Task The_authenticator_key_is_stored_encrypted()
    {
        var person = await PersonAsync();

        await Manager.ResetAuthenticatorKeyAsync(person);

        var key = await Manager.GetAuthenticatorKeyAsync((await Manager.FindByIdAsync(person.Id.ToString()))!);
        var stored = (await StoredAsync(person)).AuthenticatorKey!;
        Assert.StartsWith("v1.", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(key!, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_counts_once_and_may_be_one_step_off()
    {
        var person = await PersonAsync();
        await Manager.ResetAuthenticatorKeyAsync(person);
        var key = (await Manager.GetAuthenticatorKeyAsync(person))!;

        Assert.False(await VerifyAsync(person, CodeFor(key, -2)));
        Assert.False(await VerifyAsync(person, CodeFor(key, 2)));
        Assert.True(await VerifyAsync(person, CodeFor(key, -1)));
        Assert.True(await VerifyAsync(person, CodeFor(key).Insert(3, " ")));
        Assert.False(await VerifyAsync(person, CodeFor(key)), "replayed");
        Assert.False(await VerifyAsync((await Manager.FindByIdAsync(person.Id.ToString()))!, CodeFor(key, -1)), "older than the last one used");
        Assert.False(await VerifyAsync(person, "000000x"));
    }

    [Fact]
    public async Task A_recovery_code_counts_once_even_when_used_twice_at_once()
    {
        var person = await PersonAsync();
        var codes = (await Manager.GenerateNewTwoFactorRecoveryCodesAsync(person, AccountManager.RecoveryCodes))!.ToList();

        Assert.All(codes, code => Assert.Matches("^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$", code));
        Assert.Equal(10, await Manager.CountRecoveryCodesAsync(person));
        // As people type it.
        var typed = codes[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal);
        var store = _scope.ServiceProvider.GetRequiredService<IUserStore<User>>();
        var used = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ((IUserTwoFactorRecoveryCodeStore<User>)store).RedeemCodeAsync(person, typed, Stop)));

        Assert.Single(used, success => success);
        Assert.Equal(9, await Manager.CountRecoveryCodesAsync(person));
        await Manager.GenerateNewTwoFactorRecoveryCodesAsync(person, AccountManager.RecoveryCodes);
        Assert.False((await Manager.RedeemTwoFactorRecoveryCodeAsync(person, codes[1])).Succeeded);
    }
}
