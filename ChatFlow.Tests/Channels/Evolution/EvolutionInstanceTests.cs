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
        Assert.Contains("CALL", events);
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
    [InlineData(200, "<html>log in</html>", ConnectionStatus.Disconnected, null, null, "What answers there is not Evolution API.")]
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
        Assert.Equal("token", (await Instance.CreateAsync(Settings, Stop)).Value.Token);
        Assert.Equal("/instance/create", _provider.Requests[2].Path);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"instanceName":"loja","integration":"WHATSAPP-BAILEYS","qrcode":false,"groupsIgnore":true}"""), _provider.Requests[2].Json));

        _provider.Then(404, "{}").Then(403, """{"response":{"message":["This name \"loja\" is already in use."]}}""");
        Assert.True((await Instance.CreateAsync(Settings, Stop)).IsSuccess);

        _provider.Then(404, "{}").Then(401, """{"response":{"message":"Unauthorized"}}""");
        Assert.Equal("401", (await Instance.CreateAsync(Settings, Stop)).Error!.Code);
    }

    [Theory]
    [InlineData("""{"hash":"A1-b2"}""", "A1-b2")]
    [InlineData("""{"hash":{"apikey":"v1-key"}}""", "v1-key")]
    [InlineData("""{"hash":"bad\r\nheader: x"}""", null)]
    [InlineData("{}", null)]
    public async Task The_token_of_a_new_instance_is_read_in_both_spellings(string body, string? token)
    {
        _provider.Then(404, "{}").Then(201, body);

        Assert.Equal(token, (await Instance.CreateAsync(Settings, Stop)).Value.Token);
    }

    [Fact]
    public async Task The_instances_token_comes_first_and_the_key_when_the_token_opens_nothing()
    {
        var settings = Settings with { InstanceToken = "token" };
        _provider.Then(200, """{"status":"SUCCESS"}""");
        Assert.True((await Instance.LogoutAsync(settings, Stop)).IsSuccess);
        Assert.Equal(("DELETE", "/instance/logout/loja", "token"), (_provider.Requests[0].Method, _provider.Requests[0].Path, _provider.Requests[0].Headers["apikey"]));

        _provider.Then(401, """{"response":{"message":"Unauthorized"}}""").Then(200, "{}");
        Assert.True((await Instance.LogoutAsync(settings, Stop)).IsSuccess);
        Assert.Equal(["token", "key"], _provider.Requests.Skip(1).Select(r => r.Headers["apikey"]));

        _provider.Then(404, "{}").Then(201, "{}");
        await Instance.CreateAsync(settings, Stop);
        Assert.Equal("key", _provider.Requests[^1].Headers["apikey"]);
    }

    [Theory]
    [InlineData(200, """{"status":"SUCCESS","error":false,"response":{"message":"Instance logged out"}}""", null)]
    [InlineData(400, """{"status":400,"response":{"message":["The \"loja\" instance is not connected"]}}""", null)]
    [InlineData(401, """{"response":{"message":"Unauthorized"}}""", "401")]
    [InlineData(502, "<html>bad gateway</html>", "502")]
    public async Task Logging_out_what_is_closed_is_a_success(int status, string body, string? code)
    {
        _provider.Then(status, body);

        Assert.Equal(code, (await Instance.LogoutAsync(Settings, Stop)).Error?.Code);
    }

    [Theory]
    [InlineData(200, """{"instance":{"instanceName":"loja","state":"open"}}""", null)]
    [InlineData(200, """{"error":true,"message":"Error: Connection Failure"}""", "gateway_error")]
    [InlineData(503, """{"error":"service not activated","code":"LICENSE_REQUIRED","message":"x"}""", "LICENSE_REQUIRED")]
    public async Task Restarting_is_a_post_and_its_200_may_be_a_failure(int status, string body, string? code)
    {
        _provider.Then(status, body);

        Assert.Equal(code, (await Instance.RestartAsync(Settings, Stop)).Error?.Code);
        Assert.Equal(("POST", "/instance/restart/loja"), (_provider.Requests[0].Method, _provider.Requests[0].Path));
    }

    [Theory]
    [InlineData(200, "{}", null)]
    [InlineData(404, """{"response":{"message":["The \"loja\" instance does not exist"]}}""", null)]
    [InlineData(404, "<html>nginx</html>", "not_evolution")]
    [InlineData(401, "{}", "401")]
    public async Task Deleting_what_is_gone_is_a_success(int status, string body, string? code)
    {
        _provider.Then(status, body);

        Assert.Equal(code, (await Instance.DeleteAsync(Settings, Stop)).Error?.Code);
        Assert.Equal(("DELETE", "/instance/delete/loja"), (_provider.Requests[0].Method, _provider.Requests[0].Path));
    }

    [Fact]
    public async Task A_code_to_type_needs_the_number_when_the_pairing_starts()
    {
        _provider.Then(200, """{"pairingCode":"FNPG5AYK","count":1}""");

        Assert.Equal("FNPG5AYK", (await Instance.ConnectAsync(Settings, Stop, "5511900000001")).PairingCode);
        Assert.Equal("/instance/connect/loja?number=5511900000001", _provider.Requests[0].Path);
    }

    [Theory]
    [InlineData("""[{"name":"other","ownerJid":"1111111@s.whatsapp.net"},{"name":"loja","ownerJid":"5511900000099:3@s.whatsapp.net","profileName":"Loja","profilePicUrl":"https://p.example.test/x"}]""", "+5511900000099", "Loja", "https://p.example.test/x")]
    [InlineData("""[{"instance":{"instanceName":"loja","owner":"5511900000099@s.whatsapp.net","profilePictureUrl":"https://p.example.test/y"}}]""", "+5511900000099", null, "https://p.example.test/y")]
    [InlineData("[]", null, null, null)]
    [InlineData("<html>", null, null, null)]
    public async Task Who_the_number_is_comes_from_the_list_of_instances(string body, string? phone, string? name, string? picture)
    {
        _provider.Then(200, body);

        var who = await Instance.DescribeAsync(Settings, Stop);

        Assert.Equal((ConnectionStatus.Connected, phone, name, picture), (who.Status, who.Phone, who.Name, who.PictureUrl));
        Assert.Equal("/instance/fetchInstances?instanceName=loja", _provider.Requests[0].Path);
    }
}
