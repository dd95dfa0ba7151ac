using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Channels.Evolution;

public sealed class EvolutionInstanceTests : IAsyncLifetime
{
    private FakeProvider _provider = null!;
    private ChannelHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private EvolutionInstance Instance => _host.Get<EvolutionInstance>();

    private EvolutionSettings Settings => new(_provider.Address, "loja", "key");

    public async ValueTask InitializeAsync()
    {
        _provider = await FakeProvider.StartAsync(Stop);
        _host = new ChannelHost(_provider.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task The_webhook_is_set_nested_with_our_header_and_a_list_of_events()
    {
        _provider.Then(201, "{}");

        Assert.True((await Instance.SetWebhookAsync(Settings, "https://crm.example.test/w", "X-ChatFlow-Secret", "s3cret", Stop)).IsSuccess);

        var request = Assert.Single(_provider.Requests);
        Assert.Equal(("POST", "/webhook/set/loja"), (request.Method, request.Path));
        var webhook = request.Json["webhook"]!;
        Assert.Equal("https://crm.example.test/w", webhook["url"]!.GetValue<string>());
        Assert.Equal("s3cret", webhook["headers"]!["X-ChatFlow-Secret"]!.GetValue<string>());
        Assert.True(webhook["enabled"]!.GetValue<bool>());
        Assert.False(webhook["base64"]!.GetValue<bool>());
        Assert.False(webhook["byEvents"]!.GetValue<bool>());
        var events = webhook["events"]!.AsArray().Select(e => e!.GetValue<string>()).ToArray();
        Assert.Contains("MESSAGES_UPSERT", events);
        Assert.DoesNotContain("MESSAGES_SET", events);
    }

    [Fact]
    public async Task A_refused_webhook_says_why_without_our_secret()
    {
        _provider.Then(400, """{"response":{"message":[["headers s3cret is wrong"]]}}""");

        var result = await Instance.SetWebhookAsync(Settings, "https://crm.example.test/w", "X", "s3cret", Stop);

        Assert.Equal("headers *** is wrong", result.Error!.Message);
    }

    [Theory]
    [InlineData(200, """{"pairingCode":"FNPG5AYK","code":"2@x","base64":"data:image/png;base64,iVBO","count":1}""", ConnectionStatus.Connecting, "data:image/png;base64,iVBO", "FNPG5AYK", null)]
    [InlineData(200, """{"count":0}""", ConnectionStatus.Connecting, null, null, null)]
    [InlineData(200, """{"base64":"javascript:alert(1)"}""", ConnectionStatus.Connecting, null, null, null)]
    [InlineData(200, """{"instance":{"instanceName":"loja","state":"open"}}""", ConnectionStatus.Connected, null, null, null)]
    [InlineData(200, """{"error":true,"message":"Error: Connection Failure"}""", ConnectionStatus.Disconnected, null, null, "Error: Connection Failure")]
    [InlineData(404, """{"response":{"message":["The \"loja\" instance does not exist"]}}""", ConnectionStatus.Disconnected, null, null, "The \"loja\" instance does not exist")]
    public async Task Connecting_gives_a_picture_a_code_or_a_reason(
        int status, string body, ConnectionStatus state, string? picture, string? code, string? error)
    {
        _provider.Then(status, body);

        var pairing = await Instance.ConnectAsync(Settings, Stop);

        Assert.Equal((state, picture, code, error), (pairing.State, pairing.QrDataUri, pairing.PairingCode, pairing.Error?.Message));
    }

    [Fact]
    public async Task An_instance_that_is_there_is_adopted_and_a_missing_one_created()
    {
        _provider.Then(200, """{"instance":{"state":"close"}}""");
        Assert.True((await Instance.CreateAsync(Settings, Stop)).IsSuccess);
        Assert.Single(_provider.Requests);

        _provider.Then(404, "{}").Then(201, """{"instance":{"instanceName":"loja"},"hash":"token"}""");
        Assert.True((await Instance.CreateAsync(Settings, Stop)).IsSuccess);
        Assert.Equal("/instance/create", _provider.Requests[2].Path);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"instanceName":"loja","integration":"WHATSAPP-BAILEYS","qrcode":false,"groupsIgnore":true}"""), _provider.Requests[2].Json));

        _provider.Then(404, "{}").Then(403, """{"response":{"message":["This name \"loja\" is already in use."]}}""");
        Assert.True((await Instance.CreateAsync(Settings, Stop)).IsSuccess);

        _provider.Then(404, "{}").Then(401, """{"response":{"message":"Unauthorized"}}""");
        Assert.Equal("401", (await Instance.CreateAsync(Settings, Stop)).Error!.Code);
    }
}
