using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ChatFlow.Tests.Users;

public sealed class OpenOrganizationTests(UsersFixture users) : IClassFixture<UsersFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<Result<OpenedOrganization>> OpenAsync(string name, string? slug, string email, string password, bool byOperator = false) =>
        users.Get<OpenOrganization>().RunAsync(new OpenOrganizationRequest(name, slug, email, password, ChosenByOperator: byOperator), Stop);

    [Fact]
    public async Task An_organization_starts_with_an_admin_and_a_connection_to_be()
    {
        var opened = (await OpenAsync("Panadería Ñandú", null, "  Ana@Example.com ", UsersFixture.Password)).Value;

        Assert.Matches("^panaderia-nandu-[0-9a-f]{6}$", opened.Slug);
        await users.Get<TenantDb>().RunAsync(
            opened.OrganizationId,
            async (db, ct) =>
            {
                var admin = await db.Set<User>().SingleAsync(ct);
                Assert.Equal(opened.AdminId, admin.Id);
                Assert.Equal("Ana@Example.com", admin.Email);
                Assert.Equal("ANA@EXAMPLE.COM", admin.NormalizedEmail);
                Assert.Equal(UserRole.Admin, admin.Role);
                Assert.False(admin.EmailConfirmed);
                Assert.DoesNotContain(UsersFixture.Password, admin.PasswordHash, StringComparison.Ordinal);
                var connection = await db.Set<BotConfig>().SingleAsync(ct);
                var key = users.Get<SecretCipher>().Decrypt(connection.WebhookKey, SecretContext.Of("bot_configs.webhook_key", opened.OrganizationId));
                Assert.Equal(connection.WebhookKeyHash, Tokens.Hash(key));
                Assert.Equal("organization.opened", (await db.Set<AuditEntry>().SingleAsync(ct)).Action);
            },
            Stop);
    }

    [Fact]
    public async Task A_taken_e_mail_or_slug_leaves_nothing_behind()
    {
        await OpenAsync("First", "first-one", "first@example.com", UsersFixture.Password);

        Assert.Equal(UserErrors.EmailTaken, (await OpenAsync("Second", "second-one", "FIRST@example.com", UsersFixture.Password)).Error);
        Assert.Equal(UserErrors.SlugTaken, (await OpenAsync("Second", "first-one", "second@example.com", UsersFixture.Password)).Error);
        Assert.True((await OpenAsync("Second", "second-one", "second@example.com", UsersFixture.Password)).IsSuccess);
    }

    [Theory]
    [InlineData("", null, "x1@example.com", UsersFixture.Password, false, "name_missing")]
    [InlineData("Name", "Upper", "x1@example.com", UsersFixture.Password, false, "slug_invalid")]
    [InlineData("Name", "-a", "x1@example.com", UsersFixture.Password, false, "slug_invalid")]
    [InlineData("Name", "a", "x1@example.com", UsersFixture.Password, false, "slug_invalid")]
    [InlineData("Name", null, "nobody", UsersFixture.Password, false, "email_invalid")]
    [InlineData("Name", null, "x1@example.com", "short", false, "password_too_short")]
    [InlineData("Name", null, "x1@example.com", "P4ssword2026!", false, "password_too_common")]
    [InlineData("Name", null, "x1@example.com", "1234567", true, "password_too_short")]
    public async Task Wrong_input_is_named(string name, string? slug, string email, string password, bool byOperator, string code) =>
        Assert.Equal(code, (await OpenAsync(name, slug, email, password, byOperator)).Error?.Code);

    [Fact]
    public async Task The_operator_answers_for_the_password_of_the_command_line() =>
        Assert.True((await OpenAsync("Operated", null, "operated@example.com", "Password1", byOperator: true)).IsSuccess);
}
