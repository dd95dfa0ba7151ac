using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Channels.Signals;

/// <summary>What each provider is asked for a signal, and what becomes of a reaction.</summary>
public sealed class SignalsTests : IAsyncLifetime
{
    private FakeProvider _provider = null!;
    private ChannelHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static SignalTarget Ana => new(Guid.Empty, Guid.Empty, new ContactAddress("+5511900000001", "5511900000001"));

    private static SignalTarget Hidden => new(Guid.Empty, Guid.Empty, new ContactAddress(null, null, "77"));

    private EvolutionSettings Evolution => new(_provider.Address, "loja", "key");

    private static MetaSettings Meta => new("1", "100000000000001", "token", null, null);

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
    public async Task Evolution_shows_typing_for_some_seconds()
    {
        await _host.Signals(ChannelType.EvolutionApi).TypingAsync(Evolution, Ana, null, Stop);

        Asked("/chat/sendPresence/loja", """{"number":"5511900000001","presence":"composing","delay":5000}""");
    }

    [Fact]
    public async Task Evolution_reads_a_list_by_the_address_of_the_chat()
    {
        await _host.Signals(ChannelType.EvolutionApi).ReadAsync(Evolution, Hidden, ["A", "B"], Stop);

        Asked("/chat/markMessageAsRead/loja",
            """{"readMessages":[{"remoteJid":"77@lid","fromMe":false,"id":"A"},{"remoteJid":"77@lid","fromMe":false,"id":"B"}]}""");
    }

    [Theory]
    [InlineData("❤️", "❤️")]
    [InlineData(null, "")]
    public async Task Evolution_reacts_under_the_key_of_the_message(string? emoji, string sent)
    {
        _provider.Then(201, """{"key":{"id":"R1"}}""");

        var outcome = await _host.Signals(ChannelType.EvolutionApi).ReactAsync(Evolution, Ana, new OutboundReaction("M1", true, emoji), Stop);

        Assert.Equal("accepted R1", Outcomes.Of(outcome));
        Asked("/message/sendReaction/loja", $$"""{"key":{"remoteJid":"5511900000001@s.whatsapp.net","fromMe":true,"id":"M1"},"reaction":"{{sent}}"}""");
    }

    [Fact]
    public async Task A_refused_reaction_says_so()
    {
        _provider.Then(401, """{"response":{"message":"Unauthorized"}}""");

        Assert.Equal("refused 401 Authentication", Outcomes.Of(
            await _host.Signals(ChannelType.EvolutionApi).ReactAsync(Evolution, Ana, new OutboundReaction("M1", false, "👍"), Stop)));
    }

    [Fact]
    public async Task Meta_shows_typing_with_a_receipt_for_the_last_message_and_not_without_one()
    {
        await _host.Signals(ChannelType.MetaApi).TypingAsync(Meta, Ana, null, Stop);
        Assert.Empty(_provider.Requests);

        await _host.Signals(ChannelType.MetaApi).TypingAsync(Meta, Ana, "wamid.1", Stop);
        Asked(null, """{"messaging_product":"whatsapp","status":"read","message_id":"wamid.1","typing_indicator":{"type":"text"}}""");
    }

    [Fact]
    public async Task Metas_receipt_for_the_newest_is_one_for_all()
    {
        await _host.Signals(ChannelType.MetaApi).ReadAsync(Meta, Ana, ["wamid.1", "wamid.2"], Stop);

        Asked(null, """{"messaging_product":"whatsapp","status":"read","message_id":"wamid.2"}""");
    }

    [Fact]
    public async Task Meta_reacts_by_a_message_of_its_own_type()
    {
        _provider.Then(200, """{"messages":[{"id":"wamid.9"}]}""");

        Assert.Equal("accepted wamid.9", Outcomes.Of(
            await _host.Signals(ChannelType.MetaApi).ReactAsync(Meta, Ana, new OutboundReaction("wamid.1", false, "👍"), Stop)));
        Asked(null, """
            {"messaging_product":"whatsapp","recipient_type":"individual","to":"5511900000001","type":"reaction","reaction":{"message_id":"wamid.1","emoji":"👍"}}
            """);
    }

    private void Asked(string? path, string body)
    {
        var request = Assert.Single(_provider.Requests);
        Assert.Equal("POST", request.Method);
        if (path is not null)
            Assert.Equal(path, request.Path);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), request.Json), request.Body);
    }
}
