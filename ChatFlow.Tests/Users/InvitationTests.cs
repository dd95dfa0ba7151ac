using ChatFlow.Core.Common;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Xunit;

namespace ChatFlow.Tests.Users;

public sealed class InvitationTests(UsersFixture users) : IClassFixture<UsersFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<Result<IssuedInvitation>> InviteAsync(Actor actor, string email) => users.Get<InviteUser>().RunAsync(actor, email, UserRole.User, Stop);

    private Task<Result<Guid>> AcceptAsync(string token) => users.Get<AcceptInvitation>().RunAsync(token, "Luis", UsersFixture.Password, Stop);

    [Fact]
    public async Task A_link_makes_one_person_of_the_team_once()
    {
        var (admin, _) = await users.OpenAsync(Stop);
        var invitation = (await InviteAsync(admin, "luis@example.com")).Value;

        var shown = (await users.Get<AcceptInvitation>().FindAsync(invitation.Token, Stop)).Value;
        var joined = await AcceptAsync(invitation.Token);
        var again = await AcceptAsync(invitation.Token);

        Assert.Equal("luis@example.com", shown.Email);
        Assert.Equal(UserErrors.InvitationInvalid, again.Error);
        var team = await users.Get<ReadTeam>().RunAsync(admin, Stop);
        Assert.Contains(team.Members, member => member.Id == joined.Value && member is { Role: UserRole.User, Name: "Luis", IsActive: true });
        Assert.Empty(team.Invitations);
    }

    [Fact]
    public async Task Used_at_once_from_two_sides_it_makes_one_person()
    {
        var (admin, _) = await users.OpenAsync(Stop);
        var invitation = (await InviteAsync(admin, "twice@example.com")).Value;

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AcceptAsync(invitation.Token)));

        Assert.Single(results, result => result.IsSuccess);
        Assert.Equal(2, (await users.Get<ReadTeam>().RunAsync(admin, Stop)).Members.Count);
    }

    [Fact]
    public async Task A_new_invitation_ends_the_earlier_one_and_a_withdrawn_one_is_useless()
    {
        var (admin, _) = await users.OpenAsync(Stop);
        var first = (await InviteAsync(admin, "Eva@example.com")).Value;
        var second = (await InviteAsync(admin, "eva@EXAMPLE.com")).Value;

        Assert.Equal(UserErrors.InvitationInvalid, (await AcceptAsync(first.Token)).Error);
        Assert.True((await users.Get<RevokeInvitation>().RunAsync(admin, second.Id, Stop)).IsSuccess);
        Assert.True((await users.Get<RevokeInvitation>().RunAsync(admin, second.Id, Stop)).IsSuccess);
        Assert.Equal(UserErrors.InvitationInvalid, (await AcceptAsync(second.Token)).Error);
    }

    [Fact]
    public async Task It_expires()
    {
        var (admin, _) = await users.OpenAsync(Stop);
        var invitation = (await InviteAsync(admin, "late@example.com")).Value;

        users.Clock.Advance(InviteUser.ValidFor);

        Assert.Equal(UserErrors.InvitationInvalid, (await users.Get<AcceptInvitation>().FindAsync(invitation.Token, Stop)).Error);
        Assert.Equal(UserErrors.InvitationInvalid, (await AcceptAsync(invitation.Token)).Error);
    }

    [Fact]
    public async Task Who_has_an_account_elsewhere_is_told_to_nobody()
    {
        var (_, taken) = await users.OpenAsync(Stop);
        var (admin, _) = await users.OpenAsync(Stop);

        var invitation = await InviteAsync(admin, taken);

        Assert.True(invitation.IsSuccess);
        Assert.Equal(UserErrors.InvitationInvalid, (await AcceptAsync(invitation.Value.Token)).Error);
        Assert.True((await users.Get<AcceptInvitation>().FindAsync(invitation.Value.Token, Stop)).IsSuccess, "a refused attempt does not use the link up");
    }

    [Fact]
    public async Task Only_an_admin_invites_and_nobody_twice()
    {
        var (admin, email) = await users.OpenAsync(Stop);

        Assert.IsType<ForbiddenError>((await InviteAsync(admin with { Role = UserRole.User }, "a@example.com")).Error);
        Assert.IsType<ForbiddenError>((await InviteAsync(admin with { Role = UserRole.Viewer }, "a@example.com")).Error);
        Assert.Equal(UserErrors.AlreadyInTeam, (await InviteAsync(admin, email.ToUpperInvariant())).Error);
        Assert.Equal(UserErrors.EmailInvalid, (await InviteAsync(admin, "a@b@c")).Error);
    }

    [Fact]
    public async Task Another_organization_cannot_withdraw_it()
    {
        var (admin, _) = await users.OpenAsync(Stop);
        var (stranger, _) = await users.OpenAsync(Stop);
        var invitation = (await InviteAsync(admin, "mine@example.com")).Value;

        Assert.Equal(UserErrors.InvitationInvalid, (await users.Get<RevokeInvitation>().RunAsync(stranger, invitation.Id, Stop)).Error);
        Assert.True((await AcceptAsync(invitation.Token)).IsSuccess);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("' OR 1=1 --")]
    public async Task What_is_no_token_is_an_invalid_invitation(string token) =>
        Assert.Equal(UserErrors.InvitationInvalid, (await users.Get<AcceptInvitation>().FindAsync(token, Stop)).Error);

    [Fact]
    public async Task Nor_is_one_that_nobody_issued() =>
        Assert.Equal(UserErrors.InvitationInvalid, (await users.Get<AcceptInvitation>().FindAsync(Tokens.New(), Stop)).Error);
}
