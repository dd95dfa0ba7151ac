using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Ai;
using ChatFlow.Core.Blobs;
using ChatFlow.Core.Bot;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using ChatFlow.Core.Statistics;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using ChatFlow.Web.Api;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatFlow.Tests.Api;

/// <summary>The REST interface over a database of its own, as the application puts it together, with two organizations.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    private WebApplication? _app;
    private TestDatabase? _database;
    private readonly string _blobs = TestFolders.New("blobs");

    public HttpClient First { get; private set; } = null!;
    public HttpClient Second { get; private set; } = null!;
    public Guid FirstId { get; private set; }
    public Guid SecondId { get; private set; }

    public IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        _database = await TestDatabase.CreateAsync(stop);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create<string, string?>("Outbound:AllowedNetworks", "127.0.0.1/32")]);
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<LiveBus>();
        services.AddSingleton(SecretKeys.Parse(SecretKeys.Generate(TimeProvider.System)));
        services.AddSingleton<SecretCipher>();
        services.AddOutboundHttp(builder.Configuration);
        services.AddData(_database.AppConnection);
        services.AddBlobs(_blobs);
        services.AddChannels();
        services.AddOrganizations();
        services.AddUsers(builder.Configuration);
        services.AddContacts();
        services.AddAi();
        services.AddInbox();
        services.AddBot();
        services.AddFollowUps();
        services.AddStatistics();
        services.AddWebSecurity(builder.Configuration);
        services.AddAccounts(null);
        services.AddApi();
        _app = builder.Build();
        _app.UseWebSecurity();
        _app.UseApi();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapApi();
        await _app.StartAsync(stop);
        (First, FirstId) = await OpenAsync("first");
        (Second, SecondId) = await OpenAsync("second");
    }

    public HttpClient Stranger(string? key = null)
    {
        var client = _app!.GetTestClient();
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        First?.Dispose();
        Second?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private async Task<(HttpClient, Guid)> OpenAsync(string slug)
    {
        var stop = TestContext.Current.CancellationToken;
        var opened = await Services.GetRequiredService<OpenOrganization>().RunAsync(
            new OpenOrganizationRequest(slug, slug, $"{slug}@example.com", "correct horse battery", ChosenByOperator: true), stop);
        var key = await Services.GetRequiredService<ManageApiKeys>().CreateAsync(Actor.System(opened.Value.OrganizationId), "tests", stop);
        return (Stranger(key.Value.Key), opened.Value.OrganizationId);
    }
}

internal static class ApiCalls
{
    public static async Task<(int Status, JsonNode Body)> CallAsync(
        this HttpClient client, HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = body is string raw ? new StringContent(raw, null, "application/json") : JsonContent.Create(body);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if ((int)response.StatusCode >= 400)
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return ((int)response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    public static Task<(int Status, JsonNode Body)> ReadAsync(this HttpClient client, string path) => client.CallAsync(HttpMethod.Get, path);

    public static Task<(int Status, JsonNode Body)> SendAsync(this HttpClient client, string path, object body, string? key = null) =>
        client.CallAsync(HttpMethod.Post, path, body, key);
}
