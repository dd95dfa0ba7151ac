using System.Net;
using System.Text.RegularExpressions;
using ChatFlow.Core.Users;
using ChatFlow.Core.Users.Identity;
using ChatFlow.Web.Components.Account;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Components.Account;

public sealed partial class AccountPagesTests(AccountSite site) : IClassFixture<AccountSite>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string CodeFor(string key) => Totp.CodeAt(Totp.DecodeKey(key), Totp.StepAt(site.Clock.GetUtcNow()));

    [Fact]
    public async Task The_right_password_opens_a_session_and_leads_back()
    {
        var (admin, email) = await site.OpenAsync(Stop);
        var browser = site.Open();

        var seen = await browser.SignInAsync($" {email.ToUpperInvariant()} ", returnUrl: "/contacts?tag=vip");

        Assert.Equal((HttpStatusCode.Found, "/contacts?tag=vip"), (seen.Status, seen.Location));
        Assert.Equal(admin.UserId.ToString(), await browser.WhoAsync());
        var cookie = Assert.Single(seen.SetCookies, c => c.StartsWith(HostCookies.Session + "=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task A_sign_in_leads_to_no_other_site(string returnUrl)
    {
        var (_, email) = await site.OpenAsync(Stop);

        Assert.Equal("/", (await site.Open().SignInAsync(email, returnUrl: returnUrl)).Location);
    }

    [Fact]
    public async Task An_unknown_person_a_wrong_password_and_a_locked_account_are_told_the_same()
    {
        var (_, email) = await site.OpenAsync(Stop);
        var answers = new List<string>
        {
            Alert(await site.Open().SignInAsync("nobody@example.com")),
            Alert(await site.Open().SignInAsync(email, "wrong password")),
        };
        for (var i = 0; i < 10; i++)
            await site.Open().SignInAsync(email, "wrong password");
        answers.Add(Alert(await site.Open().SignInAsync(email)));
        site.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Single(answers.Distinct());
        Assert.StartsWith("The e-mail and password do not match.", answers[0], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await site.Open().SignInAsync(email)).Status);
    }

    [Fact]
    public async Task On_https_the_cookies_are_bound_to_the_host()
    {
        var (admin, email) = await site.OpenAsync(Stop);
        var browser = site.Open("https");

        var seen = await browser.SignInAsync(email);

        Assert.All(seen.SetCookies, cookie => Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal));
        Assert.All(seen.SetCookies, cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.All(seen.SetCookies, cookie => Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(seen.SetCookies, cookie => cookie.Contains("domain=", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(admin.UserId.ToString(), await browser.WhoAsync());
        Assert.All(browser.Cookies.Keys, name => Assert.StartsWith("__Host-", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_lost_access_is_out_within_a_minute()
    {
        var (admin, email) = await site.OpenAsync(Stop);
        var browser = site.Open();
        await browser.SignInAsync(email);
        var other = (await site.Services.GetRequiredService<InviteUser>().RunAsync(admin, $"{Guid.NewGuid():N}@example.com", UserRole.Admin, Stop)).Value;
        var second = (await site.Services.GetRequiredService<AcceptInvitation>().RunAsync(other.Token, "Second", AccountSite.Password, Stop)).Value;

        await site.Services.GetRequiredService<ChangeUser>().SetActiveAsync(admin with { UserId = second }, admin.UserId!.Value, false, Stop);
        site.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal("nobody", await browser.WhoAsync());
        Assert.Equal(HttpStatusCode.OK, (await site.Open().SignInAsync(email)).Status);
    }

    [Fact]
    public async Task Signing_out_needs_the_pages_own_form()
    {
        var (admin, email) = await site.OpenAsync(Stop);
        var browser = site.Open();
        await browser.SignInAsync(email);

        var forged = await browser.PostAsync("/account/sign-out", [("returnUrl", "/")]);
        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.Equal(admin.UserId.ToString(), await browser.WhoAsync());

        var token = Token().Match((await browser.GetAsync("/account")).Text).Groups["value"].Value;
        var seen = await browser.PostAsync("/account/sign-out", [("__RequestVerificationToken", token)]);
        Assert.Equal("/account/login?done=out", seen.Location);
        Assert.Equal("nobody", await browser.WhoAsync());
    }

    [Fact]
    public async Task An_invitation_leads_into_the_organization()
    {
        var (admin, _) = await site.OpenAsync(Stop);
        var issued = (await site.Services.GetRequiredService<InviteUser>().RunAsync(admin, "invited@example.com", UserRole.Viewer, Stop)).Value;
        var path = new Uri(AccountMails.InvitationLink(issued.Token, new Uri("http://chat.example/"))).PathAndQuery;
        var browser = site.Open();

        var weak = await browser.SubmitAsync(path, "join", ("Name", "Eva"), ("Password", "1234567890"));
        var seen = await browser.SubmitAsync(path, "join", ("Name", "Eva"), ("Password", AccountSite.Password));
        var again = await browser.GetAsync(path);

        Assert.Contains("cf-field-error", weak.Text, StringComparison.Ordinal);
        Assert.Equal("/", seen.Location);
        Assert.NotEqual("nobody", await browser.WhoAsync());
        Assert.NotEmpty(Alert(again));
    }

    [Fact]
    public async Task A_second_step_is_set_up_asked_for_and_survives_a_lost_phone()
    {
        var (admin, email) = await site.OpenAsync(Stop);
        var browser = site.Open();
        await browser.SignInAsync(email);
        await browser.SubmitAsync("/account", "two-factor-switch", ("Confirm", "wrong password"));
        Assert.Equal("/account", (await browser.GetAsync("/account/two-factor-setup")).Location);

        var begun = await browser.SubmitAsync("/account", "two-factor-switch", ("Confirm", AccountSite.Password));
        Assert.Equal("/account/two-factor-setup", begun.Location);
        var key = Key().Match((await browser.GetAsync(begun.Location)).Text).Groups["value"].Value;
        var on = await browser.SubmitAsync(begun.Location, "setup", ("Code", CodeFor(key)));
        var recovery = Recovery().Matches(on.Text).Select(match => match.Value).ToList();
        Assert.Equal(AccountManager.RecoveryCodes, recovery.Count);

        var second = site.Open();
        var asked = await second.SignInAsync(email);
        Assert.StartsWith("/account/two-factor?", asked.Location, StringComparison.Ordinal);
        Assert.Equal("nobody", await second.WhoAsync());
        Assert.Contains("That code does not work", Alert(await second.SubmitAsync(asked.Location, "two-factor", ("Code", CodeFor(key)))), StringComparison.Ordinal);
        site.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("/inbox", (await second.SubmitAsync(asked.Location, "two-factor", ("Code", CodeFor(key)))).Location);
        Assert.Equal(admin.UserId.ToString(), await second.WhoAsync());

        var third = site.Open();
        var lost = (await third.SignInAsync(email)).Location + "&recovery=true";
        Assert.Equal("/inbox", (await third.SubmitAsync(lost, "two-factor", ("Code", recovery[0]))).Location);
        var fourth = site.Open();
        lost = (await fourth.SignInAsync(email)).Location + "&recovery=true";
        Assert.Equal(HttpStatusCode.OK, (await fourth.SubmitAsync(lost, "two-factor", ("Code", recovery[0]))).Status);
        Assert.Equal("nobody", await fourth.WhoAsync());
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_keeps_this_one()
    {
        var (admin, email) = await site.OpenAsync(Stop);
        var (here, there) = (site.Open(), site.Open());
        await here.SignInAsync(email);
        await there.SignInAsync(email);

        var wrong = await here.SubmitAsync("/account", "password", ("Current", "wrong password"), ("Password", "cuatro perros verdes"));
        var seen = await here.SubmitAsync("/account", "password", ("Current", AccountSite.Password), ("Password", "cuatro perros verdes"));
        site.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Contains("That is not the current password.", wrong.Text, StringComparison.Ordinal);
        Assert.Equal("/account?done=password", seen.Location);
        Assert.Equal(admin.UserId.ToString(), await here.WhoAsync());
        Assert.Equal("nobody", await there.WhoAsync());
        Assert.Equal(HttpStatusCode.OK, (await site.Open().SignInAsync(email)).Status);
        Assert.Equal(HttpStatusCode.Found, (await site.Open().SignInAsync(email, "cuatro perros verdes")).Status);
    }

    [Fact]
    public async Task A_link_from_an_admin_sets_a_password_once()
    {
        var (admin, email) = await site.OpenAsync(Stop);
        var (stranger, _) = await site.OpenAsync(Stop);
        await using var scope = site.Services.CreateAsyncScope();
        var links = scope.ServiceProvider.GetRequiredService<PasswordLinks>();
        Assert.Equal(UserErrors.UserNotFound, (await links.CreateAsync(stranger, admin.UserId!.Value, Stop)).Error);
        var path = (await links.CreateAsync(admin, admin.UserId.Value, Stop)).Value;

        var seen = await site.Open().SubmitAsync(path, "reset", ("Password", "cinco patos rojos"));
        var again = await site.Open().SubmitAsync(path, "reset", ("Password", "seis patos rojos"));

        Assert.Equal("/account/login?done=password", seen.Location);
        Assert.Contains("The link does not exist", Alert(again), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await site.Open().SignInAsync(email, "cinco patos rojos")).Status);
    }

    [Fact]
    public async Task Somebody_registers_an_organization_where_that_is_open()
    {
        var browser = site.Open();

        var first = await browser.SubmitAsync("/account/register", "register", ("Email", "founder@example.com"));
        Assert.StartsWith("/account/register/finish?token=", first.Location, StringComparison.Ordinal);
        Assert.DoesNotContain("founder", first.Location, StringComparison.Ordinal);
        var done = await browser.SubmitAsync(first.Location, "finish", ("Organization", "Flores"), ("Name", "Flor"), ("Password", AccountSite.Password));
        Assert.Equal("/", done.Location);
        Assert.NotEqual("nobody", await browser.WhoAsync());

        var again = await site.Open().SubmitAsync("/account/register", "register", ("Email", "founder@example.com"));
        Assert.StartsWith("/account/register/finish?token=", again.Location, StringComparison.Ordinal);
        var refused = await site.Open().SubmitAsync(again.Location, "finish", ("Organization", "Flores"), ("Name", "Flor"), ("Password", AccountSite.Password));
        Assert.Contains("could not be created with these details", Alert(refused), StringComparison.Ordinal);
        Assert.Contains("The link does not exist", Alert(await site.Open().GetAsync("/account/register/finish?token=forged")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_mail_is_sent_the_page_says_whom_to_ask() => Assert.Contains(
        "Ask whoever administers your organization", (await site.Open().GetAsync("/account/forgot")).Text, StringComparison.Ordinal);

    [Fact]
    public async Task A_stranger_is_sent_to_sign_in() => Assert.StartsWith(
        "/account/login?returnUrl=%2Faccount", (await site.Open().GetAsync("/account")).Location, StringComparison.Ordinal);

    private static string Alert(AccountSite.Seen seen) => AlertText().Match(seen.Text).Groups["text"].Value.Trim();

    [GeneratedRegex("role=\"alert\"[^>]*>(?<text>[^<]+)")]
    private static partial Regex AlertText();

    [GeneratedRegex("class=\"key\"[^>]*>(?<value>[A-Z2-7 ]+)<")]
    private static partial Regex Key();

    [GeneratedRegex("[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")]
    private static partial Regex Recovery();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]+)\"")]
    private static partial Regex Token();
}
