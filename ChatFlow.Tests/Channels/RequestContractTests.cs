using System.Text.Json.Nodes;
using ChatFlow.Core.Ai;
using ChatFlow.Core.Ai.Flowise;
using ChatFlow.Core.Channels;
using ChatFlow.Tests.Ai;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Channels;

/// <summary>What we send is valid by the providers' own published descriptions. Evolution API publishes none.</summary>
public sealed class RequestContractTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static OutboundMessage To(ContactAddress address) => new(Guid.Parse("0198c0de-0000-7000-8000-000000000001"), address, "Hola");

    public static TheoryData<string, OutboundMessage> Messages()
    {
        var message = To(new("+5511900000021"));
        return new()
        {
            { "text", message },
            { "link", message with { Text = "Mira https://example.test/a" } },
            { "reply", message with { ReplyToProviderId = "wamid.q" } },
            { "image", message with { ImageUrl = "https://cdn.example.test/a.png", Text = "" } },
            { "image with a caption", message with { ImageUrl = "https://cdn.example.test/a.png" } },
            { "template", message with { Template = new OutboundTemplate("hola", "es", []) } },
            { "template with parameters", message with { Template = new OutboundTemplate("promo", "pt_BR", ["Ana\n Maria", "10%"]) } },
            { "a person without a number", To(new(null, Bsuid: "BR.1")) },
        };
    }

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public async Task A_message_to_Meta_is_valid(string what, OutboundMessage message)
    {
        var contract = OpenApiContract.Meta;
        await using var provider = (await FakeProvider.StartAsync(Stop))
            .Then(200, """{"messaging_product":"whatsapp","contacts":[{"input":"1","wa_id":"1"}],"messages":[{"id":"wamid.1"}]}""");
        await using var host = new ChannelHost(provider.Address);
        await host.Channel(ChannelType.MetaApi).SendAsync(new MetaSettings("100", "200", "EAAG", "s", "v"), message, Stop);
        var request = Assert.Single(provider.Requests);
        Assert.True(contract.Problems(request.Method, request.Path, AsOfV23(request.Json)) is [], $"{what}: {string.Join('\n', contract.Problems(request.Method, request.Path, AsOfV23(request.Json)))}");
    }

    [Fact]
    public async Task The_check_of_a_Meta_number_is_described()
    {
        var contract = OpenApiContract.Meta;
        await using var provider = (await FakeProvider.StartAsync(Stop)).Then(200, """{"id":"200"}""");
        await using var host = new ChannelHost(provider.Address);
        await host.Channel(ChannelType.MetaApi).CheckAsync(new MetaSettings("100", "200", "EAAG", "s", "v"), Stop);
        var request = Assert.Single(provider.Requests);
        Assert.Empty(contract.Problems(request.Method, request.Path.Split('?')[0], null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("node_0")]
    public async Task A_question_to_Flowise_is_valid(string? resume)
    {
        var contract = OpenApiContract.Flowise;
        await using var server = await EngineServer.StartAsync();
        server.Answers(200, """{"text":"Sí."}""");
        await new FlowiseReplies(server.Http).GenerateAsync(
            new AiSettings(AiEngine.Flowise, server.Address, "k", "flow-1"), Requests.Ask("sí") with { ResumeToken = resume }, Stop);
        var call = Assert.Single(server.Calls);
        Assert.Empty(contract.Problems("POST", call.Path["/api/v1".Length..], call.Body));
    }

    [Theory]
    [InlineData("/v25.0/200/messages", """{"messaging_product":"whatsapp","recipient_type":"individual","to":"1","type":"text","text":{"body":1}}""")]
    [InlineData("/v25.0/200/messages", """{"messaging_product":"whatsapp","recipient_type":"individual","to":"1","type":"text","txt":{"body":"a"}}""")]
    [InlineData("/v25.0/200/messages", """{"messaging_product":"whatsapp","recipient_type":"individual","to":"1","type":"text","text":{"body":"a"},"more":1}""")]
    [InlineData("/v25.0/200/messages/extra", """{}""")]
    public void The_descriptions_refuse_what_is_wrong(string path, string body) =>
        Assert.NotEmpty(OpenApiContract.Meta.Problems("POST", path, JsonNode.Parse(body)));

    /// <summary>
    /// The newest description is of v23.0: it knows neither our own id nor people without a number, whom only
    /// contracts/meta-cloud.md sections 6 and 12 describe.
    /// </summary>
    private static JsonNode AsOfV23(JsonNode body)
    {
        var message = body.AsObject();
        Assert.True(message.Remove("biz_opaque_callback_data"));
        if (message["recipient"] is { } bsuid)
        {
            message.Remove("recipient");
            message["to"] = bsuid.DeepClone();
        }

        return message;
    }
}
