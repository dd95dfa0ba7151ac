using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Channels.MetaCloud;

/// <summary>Templates and choices as Meta wants them, and what is refused before it is asked.</summary>
public sealed class MetaRequestTests
{
    private static readonly Guid s_id = Guid.Parse("0198c0de-0000-7000-8000-000000000001");

    [Fact]
    public async Task Every_kind_of_template_value_has_its_component()
    {
        var template = new OutboundTemplate("pedido", "es_MX", ["Ana\nMaría", "123"])
        {
            BodyNames = ["nombre", "pedido"],
            Header = new TemplateHeaderValue(TemplateHeaderType.Document, "https://files.example.test/a.pdf"),
            Buttons =
            [
                new TemplateButtonValue(0, TemplateButtonType.Url, "123"),
                new TemplateButtonValue(1, TemplateButtonType.QuickReply, "baja"),
                new TemplateButtonValue(2, TemplateButtonType.CopyCode, "DESC10"),
            ],
        };
        var body = await BodyAsync(new OutboundMessage(s_id, new ContactAddress("+525512345678"), "", Template: template));
        Same("""
            {"name":"pedido","language":{"code":"es_MX"},"components":[
            {"type":"header","parameters":[{"type":"document","document":{"link":"https://files.example.test/a.pdf"}}]},
            {"type":"body","parameters":[{"type":"text","text":"Ana María","parameter_name":"nombre"},{"type":"text","text":"123","parameter_name":"pedido"}]},
            {"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"123"}]},
            {"type":"button","sub_type":"quick_reply","index":"1","parameters":[{"type":"payload","payload":"baja"}]},
            {"type":"button","sub_type":"copy_code","index":"2","parameters":[{"type":"coupon_code","coupon_code":"DESC10"}]}]}
            """, body["template"]!);
        Assert.Equal(s_id.ToString(), (string?)body["biz_opaque_callback_data"]);
    }

    [Fact]
    public async Task Buttons_and_lists_stand_under_their_text()
    {
        var buttons = new OutboundInteractive { Footer = "Tienda", Buttons = [new("si", "Sí"), new("no", "No")] };
        Same("""
            {"type":"button","body":{"text":"¿Te llamo?"},"footer":{"text":"Tienda"},"action":{"buttons":[
            {"type":"reply","reply":{"id":"si","title":"Sí"}},{"type":"reply","reply":{"id":"no","title":"No"}}]}}
            """, (await BodyAsync(Of(buttons)))["interactive"]!);
        var list = new OutboundInteractive { Header = "Horas", ListButton = "Ver", Sections = [new("Mañana", [new("9", "9:00", "con Ana")])] };
        Same("""
            {"type":"list","body":{"text":"¿Te llamo?"},"header":{"type":"text","text":"Horas"},"action":{"button":"Ver","sections":[
            {"rows":[{"id":"9","title":"9:00","description":"con Ana"}],"title":"Mañana"}]}}
            """, (await BodyAsync(Of(list)))["interactive"]!);
        Assert.Equal("¿Te llamo?\n\n1. Sí\n2. No\n\n_Tienda_", buttons.AsText("¿Te llamo?"));
        Assert.Equal("*Horas*\n¿Te llamo?\n\n*Mañana*\n1. 9:00 (con Ana)", list.AsText("¿Te llamo?"));
    }

    [Fact]
    public async Task Somebody_without_a_number_is_reached_by_the_business_scoped_id()
    {
        var body = await BodyAsync(new OutboundMessage(s_id, new ContactAddress(null, Bsuid: "BR.150"), "oi"));
        Assert.Equal("BR.150", (string?)body["recipient"]);
        Assert.Null(body["to"]);
    }

    public static TheoryData<OutboundInteractive, string?> Limits => new()
    {
        { new() { Buttons = [new("a", "A"), new("b", "B"), new("c", "C")] }, null },
        { new() { Buttons = [new("a", "A"), new("b", "B"), new("c", "C"), new("d", "D")] }, "interactive.buttons" },
        { new() { Buttons = [new("a", new string('x', 21))] }, "interactive.buttons" },
        { new() { Buttons = [new("a", "A"), new("a", "B")] }, "interactive.buttons" },
        { new() { Buttons = [new("", "A")] }, "interactive.buttons" },
        { new(), "interactive" },
        { new() { ListButton = "Ver", Sections = [new(null, [.. Enumerable.Range(0, 10).Select(i => new InteractiveRow($"{i}", $"{i}"))])] }, null },
        { new() { ListButton = "Ver", Sections = [new(null, [.. Enumerable.Range(0, 11).Select(i => new InteractiveRow($"{i}", $"{i}"))])] }, "interactive.list.sections" },
        { new() { Sections = [new(null, [new("1", "x")])] }, "interactive.list.button" },
        { new() { ListButton = "Ver", Sections = [new(null, [new("1", new string('x', 25))])] }, "interactive.list.sections" },
        { new() { ListButton = "Ver", Sections = [new(null, [new("1", "x", new string('x', 73))])] }, "interactive.list.sections" },
        { new() { ListButton = "Ver", Sections = [new("a", [new("1", "x")]), new(null, [new("2", "x")])] }, "interactive.list.sections" },
        { new() { Footer = new string('x', 61), Buttons = [new("a", "A")] }, "interactive.footer" },
    };

    [Theory]
    [MemberData(nameof(Limits), DisableDiscoveryEnumeration = true)]
    public void Choices_keep_to_Metas_limits(OutboundInteractive interactive, string? field) => Assert.Equal(field, interactive.Problem("¿Cuál?")?.Field);

    [Fact]
    public void A_page_of_templates_leads_to_the_next_by_its_query_alone()
    {
        static string? Next(string paging) => MetaTemplates.NextQuery(System.Text.Json.JsonDocument.Parse(paging).RootElement, "id");
        Assert.Equal("?limit=2&after=B", Next("""{"next":"https://elsewhere.example/v23.0/1/message_templates?access_token=x&limit=2&after=B"}"""));
        Assert.Equal("?fields=id&limit=50&after=C", Next("""{"cursors":{"after":"C"},"next":"https://graph.facebook.com/v23.0/REDACTED"}"""));
        Assert.Null(Next("""{"cursors":{"after":"C"}}"""));
    }

    [Theory]
    [InlineData("""{"pricing":{"billable":true,"category":"marketing","type":"regular"}}""", true, "marketing")]
    [InlineData("""{"pricing":{"category":"utility","type":"free_customer_service"}}""", false, "utility")]
    [InlineData("""{"pricing":{"billable":false,"pricing_model":"PMP","category":"SERVICE"}}""", false, "service")]
    public void What_a_message_is_charged_as_comes_with_its_status(string more, bool billable, string category)
    {
        var status = JsonNode.Parse("""{"id":"wamid.1","status":"delivered","timestamp":"1767225700"}""")!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
            status[name] = value!.DeepClone();
        var body = new JsonObject
        {
            ["object"] = "whatsapp_business_account",
            ["entry"] = new JsonArray(new JsonObject { ["id"] = "1", ["changes"] = new JsonArray(new JsonObject { ["field"] = "messages", ["value"] = new JsonObject { ["statuses"] = new JsonArray(status) } }) }),
        };
        var read = MetaWebhook.Parse(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()), DateTimeOffset.UnixEpoch);
        Assert.Equal((billable, category), Assert.IsType<StatusChanged>(read.Events.Single().Event).Pricing is { } p ? (p.Billable, p.Category) : default);
    }

    private static OutboundMessage Of(OutboundInteractive interactive) => new(s_id, new ContactAddress("+525512345678"), "¿Te llamo?", Interactive: interactive);

    private static async Task<JsonNode> BodyAsync(OutboundMessage message)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var provider = await FakeProvider.StartAsync(stop);
        provider.Then(200, """{"messages":[{"id":"wamid.1"}]}""");
        await using var host = new ChannelHost(provider.Address);
        Assert.IsType<SendOutcome.Accepted>(await host.Channel(ChannelType.MetaApi).SendAsync(new MetaSettings("1", "2", "t", null, null), message, stop));
        return provider.Requests[^1].Json;
    }

    private static void Same(string expected, JsonNode actual) => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());
}
