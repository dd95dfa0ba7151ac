using System.Net;
using System.Text.RegularExpressions;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using ChatFlow.Web.Components;
using ChatFlow.Web.Components.Account;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatFlow.Tests.Components.Account;

/// <summary>The account pages over a real database, asked by HTTP as a browser without scripts would.</summary>
public sealed partial class AccountSite : IAsyncLifetime
{
    public const string Password = "tres gatos azules";

    private TestDatabase _database = null!;
    private WebApplication _app = null!;
    private int _organizations;

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public IServiceProvider Services => _app.Services;

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        _database = await TestDatabase.CreateAsync(ct);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "ChatFlow.Web" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Limits:LoginPerMinute"] = "100000",
            ["Registration:Open"] = "true",
        });
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<LiveBus>();
        builder.Services.AddSingleton(new SecretCipher(SecretKeys.Parse(SecretKeys.Generate(Clock))));
        builder.Services.AddData(_database.AppConnection);
        builder.Services.AddUsers(builder.Configuration);
        builder.Services.AddWebSecurity(builder.Configuration);
        builder.Services.AddInterface();
        builder.Services.AddAccounts(null);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1);
        _app = builder.Build();
        _app.UseWebSecurity();
        _app.UseRequestLocalization();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.UseAntiforgery();
        _app.MapAccount();
        _app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        _app.MapGet("/who", (HttpContext context) => context.User.TryGetActor()?.UserId?.ToString() ?? "nobody");
        await _app.StartAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    public async Task<(Actor Admin, string Email)> OpenAsync(CancellationToken ct)
    {
        var number = Interlocked.Increment(ref _organizations);
        var email = $"admin{number}@example.com";
        var opened = await Services.GetRequiredService<OpenOrganization>().RunAsync(new OpenOrganizationRequest($"Organization {number}", null, email, Password), ct);
        return (new Actor(opened.Value.OrganizationId, opened.Value.AdminId, UserRole.Admin), email);
    }

    /// <summary>A browser of its own, with its cookies; it follows no redirect.</summary>
    public Browser Open(string scheme = "http") => new(_app.GetTestServer(), new Uri($"{scheme}://chat.example/"));

    /// <summary>What is seen after one request.</summary>
    public sealed record Seen(HttpStatusCode Status, string Text, string Location, IReadOnlyList<string> SetCookies);

    public sealed partial class Browser(TestServer server, Uri site)
    {
        private readonly Dictionary<string, string> _cookies = [];

        public IReadOnlyDictionary<string, string> Cookies => _cookies;

        public void Forget(string cookie) => _cookies.Remove(cookie);

        public Task<Seen> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

        /// <summary>Reads the page, fills in one of its forms and sends it.</summary>
        public async Task<Seen> SubmitAsync(string path, string form, params (string Name, string Value)[] fields)
        {
            var page = await GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            var token = TokenField().Match(page.Text).Groups["value"].Value;
            Assert.Contains($"value=\"{form}\"", page.Text, StringComparison.Ordinal);
            return await PostAsync(path, [("_handler", form), ("__RequestVerificationToken", token), .. fields.Select(f => ($"Input.{f.Name}", f.Value))]);
        }

        public Task<Seen> PostAsync(string path, (string Name, string Value)[] fields) =>
            SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

        public Task<Seen> SignInAsync(string email, string password = Password, string returnUrl = "/inbox") => SubmitAsync(
            $"/account/login?returnUrl={Uri.EscapeDataString(returnUrl)}", "login", ("Email", email), ("Password", password), ("Remember", "true"));

        public async Task<string> WhoAsync() => (await GetAsync("/who")).Text;

        private async Task<Seen> SendAsync(HttpMethod method, string path, HttpContent? content)
        {
            using var request = new HttpRequestMessage(method, new Uri(site, path)) { Content = content };
            request.Headers.AcceptLanguage.ParseAdd("en");
            if (_cookies.Count > 0)
                request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
            using var response = await server.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
            var set = response.Headers.TryGetValues("Set-Cookie", out var values) ? values.ToList() : [];
            foreach (var cookie in set)
            {
                var pair = cookie.Split(';')[0].Split('=', 2);
                if (pair[1].Length == 0)
                    _cookies.Remove(pair[0]);
                else
                    _cookies[pair[0]] = pair[1];
            }

            return new Seen(
                response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)),
                response.Headers.Location is { IsAbsoluteUri: true } to ? to.PathAndQuery : response.Headers.Location?.ToString() ?? "", set);
        }

        [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]+)\"")]
        private static partial Regex TokenField();
    }
}
