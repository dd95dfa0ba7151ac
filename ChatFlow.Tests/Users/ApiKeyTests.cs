using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Microsoft.Extensions.Caching.Memory;
using Xunit;

namespace ChatFlow.Tests.Users;

public sealed class ApiKeyTests(UsersFixture users) : IClassFixture<UsersFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ManageApiKeys Keys => users.Get<ManageApiKeys>();

    // With a memory of its own, as another node has.
    private async Task<Actor?> AuthenticateAsync(string? key)
    {
        using var cache = new MemoryCache(new MemoryCacheOptions());
        return await new AuthenticateApiKey(users.Get<Gate>(), users.Get<TenantDb>(), cache, users.Clock).RunAsync(key, Stop);
    }

    [Fact]
    public async Task A_key_speaks_for_its_organization_until_it_is_revoked()
    {
        var (admin, _) = await users.OpenAsync(Stop);
        var issued = (await Keys.CreateAsync(admin, " Shop ", Stop)).Value;

        Assert.Equal(Actor.System(admin.OrganizationId), await AuthenticateAsync(issued.Key));
        var listed = Assert.Single(await Keys.ListAsync(admin, Stop));
        Assert.Equal(("Shop", (DateTimeOffset?)users.Clock.GetUtcNow()), (listed.Name, listed.LastUsedAt));

        Assert.True((await Keys.RevokeAsync(admin, issued.Id, Stop)).IsSuccess);
        Assert.Null(await AuthenticateAsync(issued.Key));
        Assert.Empty(await Keys.ListAsync(admin, Stop));
        Assert.Equal(UserErrors.ApiKeyNotFound, (await Keys.RevokeAsync(admin, issued.Id, Stop)).Error);
    }

    [Fact]
    public async Task A_busy_program_costs_one_look_up()
    {
        var (admin, _) = await users.OpenAsync(Stop);
        var issued = (await Keys.CreateAsync(admin, "Busy", Stop)).Value;
        var authenticate = users.Get<AuthenticateApiKey>();

        var first = await authenticate.RunAsync(issued.Key, Stop);

        Assert.Same(first, await authenticate.RunAsync(issued.Key, Stop));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cf_nonsense")]
    public async Task What_is_no_key_is_nobody(string? key) => Assert.Null(await AuthenticateAsync(key));

    [Fact]
    public async Task Nor_is_one_that_nobody_issued() => Assert.Null(await AuthenticateAsync(Tokens.NewApiKey()));

    [Fact]
    public async Task Keys_belong_to_the_admins_of_their_organization()
    {
        var (admin, _) = await users.OpenAsync(Stop);
        var (stranger, _) = await users.OpenAsync(Stop);
        var issued = (await Keys.CreateAsync(admin, "Mine", Stop)).Value;

        Assert.IsType<ForbiddenError>((await Keys.CreateAsync(admin with { Role = UserRole.User }, "No", Stop)).Error);
        Assert.Equal(UserErrors.ApiKeyNotFound, (await Keys.RevokeAsync(stranger, issued.Id, Stop)).Error);
        Assert.Empty(await Keys.ListAsync(stranger, Stop));
        Assert.Empty(await Keys.ListAsync(admin with { Role = UserRole.Viewer }, Stop));
        Assert.Equal(UserErrors.NameMissing, (await Keys.CreateAsync(admin, " ", Stop)).Error);
    }
}
