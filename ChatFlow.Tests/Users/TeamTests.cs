using System.Security.Claims;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;
using ChatFlow.Core.Users.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Users;

public sealed class TeamTests(UsersFixture users) : IClassFixture<UsersFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ChangeUser Change => users.Get<ChangeUser>();

    private async Task<ClaimsPrincipal> SessionOfAsync(Guid userId)
    {
        await using var scope = users.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByIdAsync(userId.ToString());
        return await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<User>>().CreateAsync(user!);
    }

    [Fact]
    public async Task A_session_ends_when_its_person_loses_access_or_changes_role()
    {
        var (admin, _) = await users.OpenAsync(Stop);
        var agent = await users.JoinAsync(admin, UserRole.User, Stop);
        var check = users.Get<CheckSession>();
        var session = await SessionOfAsync(agent.UserId!.Value);
        Assert.True(await check.RunAsync(session, Stop));
        Assert.Equal(agent, session.TryGetActor());

        await Change.SetRoleAsync(admin, agent.UserId.Value, UserRole.Viewer, Stop);
        Assert.False(await check.RunAsync(session, Stop));

        var next = await SessionOfAsync(agent.UserId.Value);
        await Change.SetActiveAsync(admin, agent.UserId.Value, false, Stop);
        Assert.False(await check.RunAsync(next, Stop));

        await Change.SetActiveAsync(admin, agent.UserId.Value, true, Stop);
        Assert.False(await check.RunAsync(next, Stop));
        Assert.True(await check.RunAsync(await SessionOfAsync(agent.UserId.Value), Stop));
        Assert.False(await check.RunAsync(new ClaimsPrincipal(new ClaimsIdentity()), Stop));
    }

    [Fact]
    public async Task An_organization_keeps_an_admin()
    {
        var (admin, _) = await users.OpenAsync(Stop);
        var id = admin.UserId!.Value;

        Assert.Equal(UserErrors.LastAdmin, (await Change.SetRoleAsync(admin, id, UserRole.User, Stop)).Error);
        Assert.Equal(UserErrors.LastAdmin, (await Change.SetActiveAsync(admin, id, false, Stop)).Error);
        await users.JoinAsync(admin, UserRole.Admin, Stop);
        Assert.True((await Change.SetRoleAsync(admin, id, UserRole.User, Stop)).IsSuccess);
    }

    [Fact]
    public async Task Two_admins_who_demote_each_other_at_once_do_not_both_succeed()
    {
        for (var i = 0; i < 5; i++)
        {
            var (first, _) = await users.OpenAsync(Stop);
            var second = await users.JoinAsync(first, UserRole.Admin, Stop);

            var results = await Task.WhenAll(
                Change.SetRoleAsync(first, second.UserId!.Value, UserRole.User, Stop),
                Change.SetRoleAsync(second, first.UserId!.Value, UserRole.User, Stop));

            Assert.Single(results, result => result.IsSuccess);
            Assert.Single((await users.Get<ReadTeam>().RunAsync(first, Stop)).Members, member => member.Role == UserRole.Admin);
        }
    }

    [Fact]
    public async Task Only_an_admin_of_the_same_organization_changes_people()
    {
        var (admin, _) = await users.OpenAsync(Stop);
        var (stranger, _) = await users.OpenAsync(Stop);
        var agent = await users.JoinAsync(admin, UserRole.User, Stop);

        Assert.Equal(UserErrors.UserNotFound, (await Change.SetRoleAsync(stranger, agent.UserId!.Value, UserRole.Admin, Stop)).Error);
        Assert.IsType<ForbiddenError>((await Change.SetRoleAsync(agent, agent.UserId.Value, UserRole.Admin, Stop)).Error);
        Assert.DoesNotContain((await users.Get<ReadTeam>().RunAsync(stranger, Stop)).Members, member => member.Id == agent.UserId);
    }

    [Fact]
    public async Task The_audit_trail_tells_who_did_what_newest_first_in_pages()
    {
        var (admin, email) = await users.OpenAsync(Stop);
        var agent = await users.JoinAsync(admin, UserRole.User, Stop);
        users.Clock.Advance(TimeSpan.FromSeconds(1));
        await Change.SetActiveAsync(admin, agent.UserId!.Value, false, Stop);
        var trail = users.Get<ReadAuditTrail>();

        var first = (await trail.RunAsync(admin, null, 1, Stop)).Value;
        var rest = (await trail.RunAsync(admin, first.Next, 50, Stop)).Value;

        var line = Assert.Single(first.Items);
        Assert.Equal(("user.deactivated", email), (line.Action, line.Who));
        Assert.Null(rest.Next);
        Assert.Equal(["organization.opened", "user.invited", "user.joined"], rest.Items.Select(item => item.Action).Order());
        Assert.IsType<ForbiddenError>((await trail.RunAsync(agent, null, null, Stop)).Error);
        Assert.Equal("cursor_invalid", (await trail.RunAsync(admin, "x", null, Stop)).Error!.Code);
    }

    [Fact]
    public async Task Operators_are_recognised_by_a_confirmed_e_mail_only()
    {
        var request = new OpenOrganizationRequest("Operators", null, "operator@example.com", UsersFixture.Password);
        var claimed = (await users.Get<OpenOrganization>().RunAsync(request with { Slug = "operators-one" }, Stop)).Value;
        var named = (await users.Get<OpenOrganization>().RunAsync(
            request with { Slug = "operators-two", AdminEmail = "other@example.com", ChosenByOperator = true }, Stop)).Value;

        Assert.False((await SessionOfAsync(claimed.AdminId)).IsOperator());
        Assert.True((await SessionOfAsync(named.AdminId)).IsOperator());
    }
}
