using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Channels.MetaCloud;

/// <summary>What the client asks of Meta, and what it makes of each way to answer.</summary>
public sealed class MetaChannelTests : IAsyncLifetime
{
    private const string Token = "EAAG0123456789";
    private const string Ok = """{"messaging_product":"whatsapp","contacts":[{"input":"5511900000021","wa_id":"5511900000021"}],"messages":[{"id":"wamid.1"}]}""";

    private static readonly MetaSettings s_settings = new("100", "200", Token, "secret", "verify");
    private static readonly Guid s_id = Guid.Parse("0198c0de-0000-7000-8000-000000000001");

    private FakeProvider _provider = null!;
    private ChannelHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IChannel Channel => _host.Channel(ChannelType.MetaApi);

    public async ValueTask InitializeAsync()
    {
        _provider = await FakeProvider.StartAsync(Stop);
        _host = new ChannelHost(_provider.Address + "/graph");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _provider.DisposeAsync();
    }

    private static OutboundMessage Message(string text = "oi", ContactAddress? to = null) =>
        new(s_id, to ?? new ContactAddress("+5511900000021"), text);

    private async Task<JsonNode> BodyOfAsync(OutboundMessage message)
    {
        _provider.Then(200, Ok);
        Assert.Equal("accepted wamid.1", Outcomes.Of(await Channel.SendAsync(s_settings, message, Stop)));
        return _provider.Requests[^1].Json;
    }

    private static void Same(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());

    [Fact]
    public async Task A_text_goes_to_the_number_with_our_id_and_the_token()
    {
        Same(
            """{"messaging_product":"whatsapp","recipient_type":"individual","biz_opaque_callback_data":"0198c0de-0000-7000-8000-000000000001","to":"5511900000021","context":{"message_id":"wamid.q"},"type":"text","text":{"body":"oi","preview_url":false}}""",
            await BodyOfAsync(Message() with { ReplyToProviderId = "wamid.q" }));
        var request = Assert.Single(_provider.Requests);
        Assert.Equal(("POST", "/graph/v25.0/200/messages", $"Bearer {Token}"), (request.Method, request.Path, request.Headers["Authorization"]));
    }

    [Fact]
    public async Task An_image_a_template_and_a_person_without_a_number()
    {
        var image = await BodyOfAsync(Message("olha") with { ImageUrl = "https://cdn.example.test/a.png" });
        Same("""{"link":"https://cdn.example.test/a.png","caption":"olha"}""", image["image"]!);

        var template = await BodyOfAsync(Message("Olá Ana") with { Template = new OutboundTemplate("promo", "pt_BR", ["Ana\n Maria", "10%"]) });
        Same(
            """{"name":"promo","language":{"code":"pt_BR"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana Maria"},{"type":"text","text":"10%"}]}]}""",
            template["template"]!);
        Assert.Null(template["text"]);

        Same(
            """{"name":"oi","language":{"code":"es"}}""",
            (await BodyOfAsync(Message("") with { Template = new OutboundTemplate("oi", "es", []) }))["template"]!);

        var hidden = await BodyOfAsync(Message(to: new ContactAddress(null, Bsuid: "BR.1")));
        Assert.Equal("BR.1", hidden["recipient"]!.GetValue<string>());
        Assert.Null(hidden["to"]);
    }

    [Fact]
    public async Task The_number_that_Meta_used_comes_back_when_it_differs()
    {
        _provider.Then(200, Ok.Replace("\"wa_id\":\"5511900000021\"", "\"wa_id\":\"551100000021\"", StringComparison.Ordinal)).Then(200, Ok);

        Assert.Equal(new SendOutcome.Accepted("wamid.1", "551100000021"), await Channel.SendAsync(s_settings, Message(), Stop));
        Assert.Equal(new SendOutcome.Accepted("wamid.1"), await Channel.SendAsync(s_settings, Message(), Stop));
    }

    private static string Error(int code, string more = "") => "{\"error\":{\"message\":\"m\",\"type\":\"OAuthException\",\"code\":" + code.ToString(System.Globalization.CultureInfo.InvariantCulture) + more + "}}";

    public static TheoryData<int, string, string> Answers => new()
    {
        { 400, Error(131047), "refused 131047 NeedsTemplate" },
        { 400, Error(131026), "refused 131026 Unreachable" },
        { 400, Error(131049), "refused 131049 NotNow" },
        { 400, Error(131050), "refused 131050 OptedOut" },
        { 400, Error(132000), "refused 132000 Template" },
        { 404, Error(132001), "refused 132001 Template" },
        { 400, Error(100, ",\"error_subcode\":33"), "refused 100 Configuration" },
        { 401, Error(190), "refused 190 Authentication" },
        { 403, Error(200), "refused 200 Authentication" },
        { 400, Error(368), "refused 368 Account" },
        { 400, Error(999999), "refused 999999 Other" },
        { 429, Error(130429), "retryable 130429 Retry" },
        { 400, Error(131056), "retryable 131056 Retry" },
        { 400, Error(4), "retryable 4 Retry" },
        { 429, "slow down", "retryable 429 Retry" },
        { 400, Error(131016), "retryable 131016 Retry" },
        { 500, Error(131000), "unknown 131000 Retry" },
        { 503, Error(131016), "unknown 131016 Retry" },
        { 500, Error(999999), "unknown 999999 Other" },
        { 500, Error(132001), "refused 132001 Template" },
        { 502, "<html>", "unknown 502 Retry" },
        { 401, "", "refused 401 Authentication" },
        { 404, "", "refused 404 Configuration" },
        { 200, "", "unknown unreadable_answer Retry" },
        { 200, """{"messages":[]}""", "unknown unreadable_answer Retry" },
        { 200, """{"messages":[{"id":"wamid.1","message_status":"held_for_quality_assessment"}]}""", "accepted wamid.1" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_answer_has_one_meaning(int status, string body, string outcome)
    {
        _provider.Then(status, body);

        Assert.Equal(outcome, Outcomes.Of(await Channel.SendAsync(s_settings, Message(), Stop)));
        Assert.Single(_provider.Requests);
    }

    [Fact]
    public async Task The_longer_of_Metas_pause_and_ours_is_kept()
    {
        _provider.Then(new FakeAnswer.Reply(429, Error(131056), RetryAfter: "60")).Then(429, Error(131056));

        Assert.Equal(TimeSpan.FromSeconds(60), Assert.IsType<SendOutcome.Retryable>(await Channel.SendAsync(s_settings, Message(), Stop)).After);
        Assert.Equal(TimeSpan.FromSeconds(6), Assert.IsType<SendOutcome.Retryable>(await Channel.SendAsync(s_settings, Message(), Stop)).After);
    }

    [Fact]
    public async Task Cuts_and_silence_are_unknown()
    {
        await using var impatient = new ChannelHost(_provider.Address, TimeSpan.FromMilliseconds(300));
        _provider.Then(new FakeAnswer.Cut(), new FakeAnswer.Hang());

        Assert.StartsWith("unknown", Outcomes.Of(await Channel.SendAsync(s_settings, Message(), Stop)), StringComparison.Ordinal);
        Assert.Equal("unknown timeout Retry", Outcomes.Of(await impatient.Channel(ChannelType.MetaApi).SendAsync(s_settings, Message(), Stop)));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_without_a_call()
    {
        Assert.Equal("refused empty_message Configuration", Outcomes.Of(await Channel.SendAsync(s_settings, Message(""), Stop)));
        Assert.Equal("refused no_address Unreachable", Outcomes.Of(await Channel.SendAsync(s_settings, Message(to: new ContactAddress(null, Lid: "7")), Stop)));
        Assert.Equal("refused invalid_phone_number_id Configuration", Outcomes.Of(await Channel.SendAsync(s_settings with { PhoneNumberId = "../1" }, Message(), Stop)));
        Assert.Equal("refused invalid_token Configuration", Outcomes.Of(await Channel.SendAsync(s_settings with { AccessToken = "a b" }, Message(), Stop)));
        Assert.Empty(_provider.Requests);
    }

    [Fact]
    public async Task The_token_never_comes_back_in_words()
    {
        _provider.Then(400, $$$"""{"error":{"code":100,"message":"token {{{Token}}} in {\"a\":1}"}}""");

        Assert.Equal("token *** in {\"a\":1}", Assert.IsType<SendOutcome.Refused>(await Channel.SendAsync(s_settings, Message(), Stop)).Error.Message);
    }

    [Fact]
    public async Task The_check_reads_the_number()
    {
        _provider.Then(200, """{"display_phone_number":"+55 11 90000-0099","verified_name":"Loja","quality_rating":"GREEN","id":"200"}""")
            .Then(401, Error(190)).Then(new FakeAnswer.Cut());

        Assert.Equal(new ConnectionCheck(ConnectionStatus.Connected, "+5511900000099", null), await Channel.CheckAsync(s_settings, Stop));
        Assert.Equal(ChannelErrorClass.Authentication, (await Channel.CheckAsync(s_settings, Stop)).Error!.Class);
        Assert.Equal(ConnectionStatus.Disconnected, (await Channel.CheckAsync(s_settings, Stop)).Status);
        Assert.Equal("/graph/v25.0/200?fields=display_phone_number,verified_name,quality_rating,status", _provider.Requests[0].Path);
    }
}
