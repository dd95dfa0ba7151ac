using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Webhooks;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Support;

/// <summary>
/// The whole site on a port of its own over a database of its own, everything running that runs in production. The data
/// folder is temporary; outgoing calls may reach this machine.
/// </summary>
public sealed partial class TestApp : WebApplicationFactory<Program>
{
    private readonly string _folder;
    private readonly bool _owner;
    private readonly Dictionary<string, string> _settings;
    private readonly TimeProvider? _clock;
    private int _organizations;

    private TestApp(TestDatabase database, string? folder, TimeProvider? clock, IReadOnlyDictionary<string, string>? settings)
    {
        Database = database;
        _owner = folder is null;
        _folder = folder ?? TestFolders.New("app");
        _clock = clock;
        _settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:App"] = database.AppConnection,
            ["ChatFlow:DataFolder"] = _folder,
            ["Logging:LogLevel:Default"] = "Warning",
            ["Outbound:AllowedNetworks"] = "127.0.0.0/8",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            _settings[name] = value;
        UseKestrel(0);
    }

    public TestDatabase Database { get; }

    public Uri Address => ClientOptions.BaseAddress;

    /// <param name="clock">Null: the system's.</param>
    /// <param name="settings">Configuration on top of ours, such as <c>Operators</c> or <c>Outbound:MetaBaseUrl</c>.</param>
    public static async Task<TestApp> StartAsync(
        CancellationToken ct, TimeProvider? clock = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var app = new TestApp(await TestDatabase.CreateAsync(ct), null, clock, settings);
        app.StartServer();
        return app;
    }

    /// <summary>Another node over the same database and keys; to be disposed before this one.</summary>
    public TestApp StartBeside()
    {
        var node = new TestApp(Database, _folder, _clock, _settings);
        node.StartServer();
        return node;
    }

    /// <summary>A client over the wire that keeps cookies and follows no redirect.</summary>
    public HttpClient Http() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>An organization on the simulator, connected.</summary>
    public async Task<TestOrganization> OpenAsync(CancellationToken ct)
    {
        var number = Interlocked.Increment(ref _organizations);
        var email = $"admin{number}@example.com";
        var opened = (await Services.GetRequiredService<OpenOrganization>().RunAsync(
            new OpenOrganizationRequest($"Negocio {number}", $"negocio-{number}", email, TestOrganization.Password, ChosenByOperator: true), ct)).Value;
        var cipher = Services.GetRequiredService<SecretCipher>();
        return await Services.GetRequiredService<TenantDb>().RunAsync(opened.OrganizationId, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().SingleAsync(token);
            config.ConnectionType = ChannelType.Simulator;
            config.ConnectionStatus = ConnectionStatus.Connected;
            await db.SaveChangesAsync(token);
            return new TestOrganization(
                opened.OrganizationId, opened.Slug, opened.AdminId, email,
                cipher.Decrypt(config.WebhookKey, ChannelSettingsReader.Context("webhook_key", opened.OrganizationId)),
                cipher.Decrypt(config.WebhookSecret, ChannelSettingsReader.Context("webhook_secret", opened.OrganizationId)));
        }, ct);
    }

    /// <summary>Another organization, connected through Evolution at <paramref name="url"/>.</summary>
    public async Task<TestOrganization> OpenEvolutionAsync(CancellationToken ct, string url = "http://127.0.0.1:9") =>
        await ChangeAsync(await OpenAsync(ct), (config, encrypt) =>
        {
            config.ConnectionType = ChannelType.EvolutionApi;
            config.EvolutionApiUrl = url;
            config.EvolutionInstanceName = $"instance-{config.OrganizationId:N}";
            config.EvolutionApiKey = encrypt("evolution_api_key", "evolution-key");
        }, ct);

    /// <summary>Another organization, connected to Meta's Cloud API.</summary>
    public async Task<TestOrganization> OpenMetaAsync(
        string phoneNumberId, string accountId, CancellationToken ct, string appSecret = TestOrganization.AppSecret) =>
        await ChangeAsync(await OpenAsync(ct), (config, encrypt) =>
        {
            config.ConnectionType = ChannelType.MetaApi;
            config.MetaPhoneNumberId = phoneNumberId;
            config.MetaBusinessAccountId = accountId;
            config.MetaAccessToken = encrypt("meta_access_token", "meta-token");
            config.MetaAppSecret = encrypt("meta_app_secret", appSecret);
            config.MetaVerifyToken = encrypt("meta_verify_token", TestOrganization.VerifyToken);
        }, ct);

    public async Task<string> ApiKeyAsync(TestOrganization organization, CancellationToken ct) =>
        (await Services.GetRequiredService<ManageApiKeys>().CreateAsync(Actor.System(organization.Id), "test", ct)).Value.Key;

    /// <summary>A client of the REST interface.</summary>
    public async Task<HttpClient> ApiAsync(TestOrganization organization, CancellationToken ct)
    {
        var client = Http();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await ApiKeyAsync(organization, ct));
        return client;
    }

    /// <summary>A client with the session of the organization's admin.</summary>
    public async Task<HttpClient> SignedInAsync(TestOrganization organization, CancellationToken ct)
    {
        var client = Http();
        var page = await client.GetStringAsync("/account/login", ct);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "login",
            ["__RequestVerificationToken"] = AntiforgeryField().Match(page).Groups[1].Value,
            ["Input.Email"] = organization.AdminEmail,
            ["Input.Password"] = TestOrganization.Password,
        });
        using var answer = await client.PostAsync("/account/login", form, ct);
        Assert.Equal(System.Net.HttpStatusCode.Found, answer.StatusCode);
        return client;
    }

    /// <summary>Applies the webhooks that wait, until none does.</summary>
    public async Task SettleAsync(TestOrganization organization, CancellationToken ct)
    {
        var apply = Services.GetRequiredService<ApplyWebhooks>();
        while (await Database.ScalarAsync<long>("SELECT count(*) FROM webhook_inbox WHERE organization_id = $1 AND state = 'pending'", ct, organization.Id) > 0)
            await apply.RunAsync(organization.Id, ct);
    }

    public Task<IReadOnlyList<string>> WebhookStatesAsync(TestOrganization organization, CancellationToken ct) => Database.QueryAsync(
        "SELECT state FROM webhook_inbox WHERE organization_id = $1 ORDER BY id", r => r.GetString(0), ct, organization.Id);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_owner)
        {
            await Database.DisposeAsync();
            TestFolders.Delete(_folder);
        }

        GC.SuppressFinalize(this);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        foreach (var (name, value) in _settings)
            builder.UseSetting(name, value);
        builder.ConfigureTestServices(services =>
        {
            if (_clock is not null)
                services.AddSingleton(_clock);
        });
    }

    private async Task<TestOrganization> ChangeAsync(
        TestOrganization organization, Action<BotConfig, Func<string, string, string>> change, CancellationToken ct)
    {
        var cipher = Services.GetRequiredService<SecretCipher>();
        await Services.GetRequiredService<TenantDb>().RunAsync(organization.Id, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().SingleAsync(token);
            change(config, (column, plain) => cipher.Encrypt(plain, ChannelSettingsReader.Context(column, organization.Id)));
            await db.SaveChangesAsync(token);
        }, ct);
        return organization;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
