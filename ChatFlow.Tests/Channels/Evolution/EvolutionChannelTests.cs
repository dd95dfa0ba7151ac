using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Channels.Evolution;

/// <summary>What the client asks of the gateway, and what it makes of each way to answer.</summary>
public sealed class EvolutionChannelTests : IAsyncLifetime
{
    private const string Key = "instance-token-0123456789";

    private FakeProvider _provider = null!;
    private ChannelHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IChannel Channel => _host.Channel(ChannelType.EvolutionApi);

    private EvolutionSettings Settings => new(_provider.Address + "/", "loja +1", Key);

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

    private static OutboundMessage Message(string text = "oi", ContactAddress? to = null, string? image = null, string? quote = null) =>
        new(Guid.Parse("0198c0de-0000-7000-8000-000000000001"), to ?? new ContactAddress("+5511900000002", "5511900000002"), text, image, null, quote);

    private Task<SendOutcome> SendAsync(OutboundMessage? message = null) => Channel.SendAsync(Settings, message ?? Message(), Stop);

    [Fact]
    public async Task A_text_goes_out_under_its_key_and_the_id_comes_back()
    {
        _provider.Then(201, """{"key":{"remoteJid":"551100000002@s.whatsapp.net","fromMe":true,"id":"3EB0"},"status":"PENDING"}""");

        var outcome = await SendAsync(Message(quote: "Q1"));

        Assert.Equal(new SendOutcome.Accepted("3EB0", "551100000002"), outcome);
        var request = Assert.Single(_provider.Requests);
        Assert.Equal(("POST", "/message/sendText/loja%20%2B1", Key), (request.Method, request.Path, request.Headers["apikey"]));
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"number":"5511900000002","text":"oi","quoted":{"key":{"id":"Q1"}}}"""), request.Json), request.Body);
    }

    [Fact]
    public async Task An_image_goes_out_by_its_address_with_the_text_as_caption()
    {
        _provider.Then(201, """{"key":{"remoteJid":"5511900000002@s.whatsapp.net","id":"3EB0"}}""");

        Assert.Equal(new SendOutcome.Accepted("3EB0"), await SendAsync(Message(image: "https://cdn.example.test/a/b.png?x=1")));
        var request = Assert.Single(_provider.Requests);
        Assert.StartsWith("/message/sendMedia/", request.Path, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"number":"5511900000002","mediatype":"image","mimetype":"image/png","media":"https://cdn.example.test/a/b.png?x=1","fileName":"image.png","caption":"oi"}"""),
            request.Json), request.Body);
    }

    [Fact]
    public async Task A_person_known_by_a_LID_alone_is_addressed_by_it()
    {
        _provider.Then(201, """{"key":{"remoteJid":"77@lid","id":"3EB0"}}""");

        Assert.Equal(new SendOutcome.Accepted("3EB0"), await SendAsync(Message(to: new ContactAddress(null, null, "77"))));
        Assert.Equal("77@lid", Assert.Single(_provider.Requests).Json["number"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(400, """{"status":400,"response":{"message":[{"exists":false,"jid":"1@s.whatsapp.net","number":"1"}]}}""", "refused not_on_whatsapp Unreachable")]
    [InlineData(400, """{"status":400,"response":{"message":[["instance requires property \"text\""]]}}""", "refused 400 Configuration")]
    [InlineData(400, """{"status":400,"response":{"message":["Owned media must be a url or base64"]}}""", "refused 400 Media")]
    [InlineData(400, """{"status":400,"response":{"message":["Error: Timed Out"]}}""", "unknown 400 Retry")]
    [InlineData(400, """{"status":400,"response":{"message":"Error: Connection Closed"}}""", "unknown 400 Retry")]
    [InlineData(401, """{"status":401,"response":{"message":"Unauthorized"}}""", "refused 401 Authentication")]
    [InlineData(404, """{"status":404,"response":{"message":["The \"x\" instance does not exist"]}}""", "refused 404 Configuration")]
    [InlineData(302, "", "refused 302 Configuration")]
    [InlineData(413, "<html>too large</html>", "refused 413 Media")]
    [InlineData(429, "slow down", "retryable 429 Retry")]
    [InlineData(408, "", "unknown 408 Retry")]
    [InlineData(500, """{"status":500,"response":{"message":"boom"}}""", "unknown 500 Retry")]
    [InlineData(502, "<html>bad gateway</html>", "unknown 502 Retry")]
    [InlineData(503, "", "unknown 503 Retry")]
    [InlineData(503, """{"error":"service not activated","code":"LICENSE_REQUIRED","message":"x"}""", "refused LICENSE_REQUIRED Configuration")]
    [InlineData(504, "", "unknown 504 Retry")]
    [InlineData(200, "", "unknown unreadable_answer Retry")]
    [InlineData(201, "<html>", "unknown unreadable_answer Retry")]
    [InlineData(200, """{"error":true,"message":"x"}""", "unknown unreadable_answer Retry")]
    [InlineData(201, """{"key":{"id":""}}""", "unknown unreadable_answer Retry")]
    public async Task Every_answer_has_one_meaning(int status, string body, string outcome)
    {
        _provider.Then(status, body);

        Assert.Equal(outcome, Outcomes.Of(await SendAsync()));
        Assert.Single(_provider.Requests);
    }

    [Fact]
    public async Task A_cut_after_the_request_is_unknown_and_is_not_sent_again()
    {
        _provider.Then(new FakeAnswer.Cut(), new FakeAnswer.CutBody(201, """{"key":{"id":"3E"""));

        Assert.StartsWith("unknown", Outcomes.Of(await SendAsync()), StringComparison.Ordinal);
        // The reset may overtake the head that was sent before it, so the code is either of two.
        Assert.StartsWith("unknown", Outcomes.Of(await SendAsync()), StringComparison.Ordinal);
        Assert.Equal(2, _provider.Requests.Count);
    }

    [Fact]
    public async Task A_gateway_that_never_answers_is_unknown_after_the_limit()
    {
        await using var impatient = new ChannelHost(_provider.Address, TimeSpan.FromMilliseconds(300));
        _provider.Then(new FakeAnswer.Hang());

        Assert.Equal("unknown timeout Retry", Outcomes.Of(await impatient.Channel(ChannelType.EvolutionApi).SendAsync(Settings, Message(), Stop)));
    }

    [Fact]
    public async Task A_caller_who_gives_up_in_flight_still_learns_the_outcome()
    {
        _provider.Then(new FakeAnswer.Hang());
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var sending = Channel.SendAsync(Settings, Message(), caller.Token);
        await _provider.NextAsync(Stop);
        await caller.CancelAsync();

        Assert.Equal("unknown timeout Retry", Outcomes.Of(await sending));
    }

    [Fact]
    public async Task A_caller_who_gave_up_before_sends_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Channel.SendAsync(Settings, Message(), new CancellationToken(true)));
        Assert.Empty(_provider.Requests);
    }

    [Fact]
    public async Task A_refused_connection_and_an_unknown_name_are_retryable()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var closed = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();

        Assert.Equal("retryable connection_error Retry", Outcomes.Of(await Channel.SendAsync(Settings with { Url = $"http://127.0.0.1:{closed}" }, Message(), Stop)));
        Assert.StartsWith("retryable", Outcomes.Of(await Channel.SendAsync(Settings with { Url = "https://nowhere.invalid" }, Message(), Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_handshake_is_retryable()
    {
        // The fake speaks plain HTTP: the handshake fails before a byte of the request.
        var url = _provider.Address.Replace("http:", "https:", StringComparison.Ordinal);

        Assert.Equal("retryable secure_connection_error Retry", Outcomes.Of(await Channel.SendAsync(Settings with { Url = url }, Message(), Stop)));
        Assert.Empty(_provider.Requests);
    }

    [Theory]
    [InlineData("http://10.1.2.3:8080", "loja", Key, "address_refused")]
    [InlineData("not a url", "loja", Key, "invalid_url")]
    [InlineData("ftp://example.test", "loja", Key, "invalid_url")]
    [InlineData("http://127.0.0.1/?a=", "loja", Key, "invalid_url")]
    [InlineData("http://127.0.0.1", "..", Key, "invalid_instance")]
    [InlineData("http://127.0.0.1", "loja", "a\r\nb: c", "invalid_key")]
    [InlineData("http://127.0.0.1", "loja", "", "invalid_key")]
    public async Task Settings_that_cannot_work_are_refused_without_a_call(string url, string instance, string key, string code) => Assert.Equal(
        $"refused {code} Configuration",
        Outcomes.Of(await Channel.SendAsync(new EvolutionSettings(url, instance, key), Message(), Stop)));

    [Fact]
    public async Task Nothing_to_say_or_nobody_to_say_it_to_is_refused()
    {
        var template = new OutboundTemplate("promo", "pt_BR", []);

        Assert.Equal("refused empty_message Configuration", Outcomes.Of(await SendAsync(Message(""))));
        Assert.Equal("refused template_without_text Template", Outcomes.Of(await SendAsync(Message("") with { Template = template })));
        Assert.Equal("refused no_address Unreachable", Outcomes.Of(await SendAsync(Message(to: new ContactAddress(null, Bsuid: "BR.1")))));
        Assert.Empty(_provider.Requests);
    }

    [Fact]
    public async Task The_gateways_words_are_short_and_without_the_key()
    {
        _provider.Then(404, "{\"response\":{\"message\":[\"key " + Key + " " + new string('x', 1000) + "\"]}}");

        var error = Assert.IsType<SendOutcome.Refused>(await SendAsync()).Error;

        Assert.StartsWith("key *** xxx", error.Message, StringComparison.Ordinal);
        Assert.Equal(300, error.Message.Length);
    }

    [Fact]
    public async Task An_answer_larger_than_anyone_means_is_unreadable()
    {
        _provider.Then(201, "{\"key\":{\"id\":\"3EB0\"},\"x\":\"" + new string('x', 1024 * 1024) + "\"}");

        Assert.Equal("unknown unreadable_answer Retry", Outcomes.Of(await SendAsync()));
    }

    [Theory]
    [InlineData(200, """{"instance":{"instanceName":"a","state":"open"}}""", ConnectionStatus.Connected, null)]
    [InlineData(200, """{"instance":{"state":"connecting"}}""", ConnectionStatus.Connecting, null)]
    [InlineData(200, """{"instance":{"state":"close"}}""", ConnectionStatus.Disconnected, null)]
    [InlineData(200, "<html>", ConnectionStatus.Disconnected, "not_evolution")]
    [InlineData(404, "<html>", ConnectionStatus.Disconnected, "not_evolution")]
    [InlineData(200, """{"error":true,"message":"boom"}""", ConnectionStatus.Disconnected, "gateway_error")]
    [InlineData(404, """{"response":{"message":["gone"]}}""", ConnectionStatus.Disconnected, "404")]
    [InlineData(401, """{"response":{"message":"Unauthorized"}}""", ConnectionStatus.Disconnected, "401")]
    public async Task The_state_is_what_the_gateway_says(int status, string body, ConnectionStatus state, string? code)
    {
        _provider.Then(status, body);

        var check = await Channel.CheckAsync(Settings, Stop);

        Assert.Equal((state, code), (check.Status, check.Error?.Code));
        Assert.Equal(("GET", "/instance/connectionState/loja%20%2B1"), (_provider.Requests[0].Method, _provider.Requests[0].Path));
    }
}
