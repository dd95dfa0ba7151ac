using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Api;

public sealed class ConnectionEndpointsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Path = "/api/v1/connection";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_is_stored_checked_and_its_webhook_stays()
    {
        await using var provider = await FakeProvider.StartAsync(Stop);
        provider.Otherwise = _ => new FakeAnswer.Reply(200, """{"instance":{"instanceName":"shop","state":"open"}}""");
        var (status, first) = await host.First.CallAsync(HttpMethod.Put, Path, Evolution(provider.Address + "/", "shop", "secret-key-1"));
        Assert.Equal(200, status);
        Assert.Equal("evolution_api", (string?)first["type"]);
        Assert.Equal("connected", (string?)first["status"]);
        Assert.Equal("X-ChatFlow-Secret", (string?)first["webhookHeader"]!["name"]);
        Assert.Matches("^http://localhost/webhooks/evolution/[A-Za-z0-9_-]{43}$", (string)first["webhookUrl"]!);
        Assert.Equal("secret-key-1", provider.Requests[^1].Headers["apikey"]);

        // The key is left out, the instance is another one, nobody answers.
        var (_, second) = await host.First.CallAsync(HttpMethod.Put, Path, Evolution("http://127.0.0.1:1", "shop-2", null));
        Assert.Equal("disconnected", (string?)second["status"]);
        Assert.Equal((string?)first["webhookUrl"], (string?)second["webhookUrl"]);
        Assert.Equal((string?)first["webhookHeader"]!["value"], (string?)second["webhookHeader"]!["value"]);
        Assert.True((bool)second["evolution"]!["apiKeySet"]!);
        Assert.False((bool)second["sendingPaused"]!);

        var (_, read) = await host.First.ReadAsync(Path);
        Assert.True(JsonNode.DeepEquals(second, read));
        Assert.DoesNotContain("secret-key-1", read.ToJsonString(), StringComparison.Ordinal);
        var settings = await StoredAsync();
        Assert.Equal(new EvolutionSettings("http://127.0.0.1:1", "shop-2", "secret-key-1"), settings.Read);
        Assert.Equal((WhatsAppMethod.Qr, "shop-2"), (settings.Organization.WhatsappMethod, settings.Organization.WhatsappInstanceId));
    }

    [Fact]
    public async Task A_refused_key_pauses_sending_until_the_next_save()
    {
        await using var provider = await FakeProvider.StartAsync(Stop);
        provider.Otherwise = _ => new FakeAnswer.Reply(401, """{"status":401,"error":"Unauthorized","response":{"message":"Unauthorized"}}""");
        var (_, refused) = await host.First.CallAsync(HttpMethod.Put, Path, Evolution(provider.Address, "locked", "wrong"));
        Assert.True((bool)refused["sendingPaused"]!);
        var (_, simulator) = await host.First.CallAsync(HttpMethod.Put, Path, new { type = "simulator" });
        Assert.False((bool)simulator["sendingPaused"]!);
        Assert.Equal("connected", (string?)simulator["status"]);
        Assert.Null(simulator["webhookUrl"]);
        Assert.Null(simulator["webhookHeader"]);
    }

    [Fact]
    public async Task A_number_or_instance_belongs_to_one_organization()
    {
        var mine = Evolution("http://127.0.0.1:1/base", "held", "key");
        Assert.Equal(200, (await host.First.CallAsync(HttpMethod.Put, Path, mine)).Status);
        var (before, held) = await host.Second.ReadAsync(Path);
        var (status, problem) = await host.Second.CallAsync(HttpMethod.Put, Path, Evolution("http://127.0.0.1:1/BASE/", "held", "other"));
        Assert.Equal((200, 409), (before, status));
        Assert.Equal("connection.taken", (string?)problem["code"]);
        Assert.True(JsonNode.DeepEquals(held, (await host.Second.ReadAsync(Path)).Body));
        Assert.Equal(200, (await host.First.CallAsync(HttpMethod.Put, Path, mine)).Status);
        // Whoever goes over to the simulator gives it free.
        await host.First.CallAsync(HttpMethod.Put, Path, new { type = "simulator" });
        Assert.Equal(200, (await host.Second.CallAsync(HttpMethod.Put, Path, mine)).Status);
    }

    [Theory]
    [InlineData("{}", "type")]
    [InlineData("""{"type":"telegram"}""", "type")]
    [InlineData("""{"type":"evolution_api"}""", "evolution")]
    [InlineData("""{"type":"meta_api"}""", "meta")]
    [InlineData("""{"type":"evolution_api","evolution":{"url":"https://10.0.0.8","instanceName":"a","apiKey":"k"}}""", "evolution.url")]
    [InlineData("""{"type":"evolution_api","evolution":{"url":"nonsense","instanceName":"a","apiKey":"k"}}""", "evolution.url")]
    [InlineData("""{"type":"evolution_api","evolution":{"url":"http://127.0.0.1:1","instanceName":"a","apiKey":"k k"}}""", "evolution.apiKey")]
    [InlineData("""{"type":"evolution_api","evolution":{"url":["x"],"instanceName":"a","apiKey":"k"}}""", "evolution.url")]
    [InlineData("""{"type":"meta_api","meta":{"businessAccountId":"1","phoneNumberId":"+52 55","accessToken":"t","appSecret":"s","verifyToken":"v"}}""", "meta.phoneNumberId")]
    public async Task Wrong_settings_are_named(string body, string field)
    {
        var (status, problem) = await host.Second.CallAsync(HttpMethod.Put, Path, body);
        Assert.Equal(422, status);
        Assert.NotNull(problem["errors"]?[field]);
    }

    private static object Evolution(string url, string instanceName, string? apiKey) =>
        new { type = "evolution_api", evolution = new { url, instanceName, apiKey } };

    private async Task<(ChannelSettings? Read, Organization Organization)> StoredAsync()
    {
        var tenants = host.Services.GetRequiredService<TenantDb>();
        var reader = host.Services.GetRequiredService<ChannelSettingsReader>();
        return await tenants.RunAsync(host.FirstId, async (db, ct) =>
            (reader.Read(await db.Set<BotConfig>().SingleAsync(ct)), await db.Set<Organization>().SingleAsync(o => o.Id == host.FirstId, ct)), Stop);
    }
}
