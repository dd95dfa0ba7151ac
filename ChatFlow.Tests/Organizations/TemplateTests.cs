using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Organizations.MetaCloud;
using ChatFlow.Core.Organizations.Prices;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatFlow.Tests.Organizations;

/// <summary>The pure parts: what fits a template, what Meta would refuse in a draft, when the window is open, which price holds.</summary>
public sealed class TemplateTests
{
    private const string Parts = """
        [{"type":"HEADER","format":"TEXT","text":"Hola {{1}}"},{"type":"BODY","text":"Tu pedido {{2}} salió, {{1}}."},
        {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Baja"},{"type":"URL","text":"Ver","url":"https://e.test/{{1}}"}]}]
        """;

    private static WhatsAppTemplate Known(string components = Parts, TemplateStatus status = TemplateStatus.Approved, TemplateCategory category = TemplateCategory.Utility) =>
        new() { Name = "pedido", Language = "es", Status = status, Category = category, Components = components };

    private static OutboundTemplate Wanted(params string[] body) => new("pedido", "es", body)
    {
        Header = new TemplateHeaderValue(TemplateHeaderType.Text, "Ana"),
        Buttons = [new TemplateButtonValue(1, TemplateButtonType.Other, "123")],
    };

    [Fact]
    public void What_fits_is_sent_as_its_parts_and_read_as_its_words()
    {
        var (template, text) = TemplateFit.Of(Wanted("Ana", "123"), Known(), hasPhone: true).Value;
        Assert.Equal("*Hola Ana*\nTu pedido 123 salió, Ana.", text);
        // The kind of a button is the template's, whatever was said.
        Assert.Equal(new TemplateButtonValue(1, TemplateButtonType.Url, "123"), Assert.Single(template.Buttons));
        Assert.Null(template.BodyNames);
    }

    [Fact]
    public void Names_of_placeholders_go_along()
    {
        var known = Known("""[{"type":"BODY","text":"Hola {{nombre}}, cita {{dia}}."}]""");
        known.Named = true;
        Assert.Equal(["nombre", "dia"], TemplateFit.Of(new OutboundTemplate("pedido", "es", ["Ana", "lunes"]), known, true).Value.Template.BodyNames!);
    }

    [Fact]
    public void What_does_not_fit_is_said_before_anything_is_sent()
    {
        static string? Code(OutboundTemplate wanted, WhatsAppTemplate? known = null, bool phone = true) => TemplateFit.Of(wanted, known ?? Known(), phone).Error?.Code;
        Assert.Equal("template.parameter_count", Code(Wanted("Ana")));
        Assert.Equal("template.parameter_count", Code(Wanted("a", "b", "c")));
        Assert.Equal("template.parameter_empty", Code(Wanted("Ana", " ")));
        Assert.Equal("template.parameter_empty", Code(Wanted("a", "b") with { Header = null }));
        Assert.Equal("template.header_wrong", Code(Wanted("a", "b") with { Header = new TemplateHeaderValue(TemplateHeaderType.Image, "https://e.test/a.png") }));
        Assert.Equal("template.parameter_empty", Code(Wanted("a", "b") with { Buttons = [] }));
        Assert.Equal("template.button_unknown", Code(Wanted("a", "b") with { Buttons = [new(1, TemplateButtonType.Url, "x"), new(7, TemplateButtonType.Url, "x")] }));
        Assert.Equal("template.too_long", Code(Wanted(new string('x', 1024), "b")));
        foreach (var status in Enum.GetValues<TemplateStatus>().Where(s => s != TemplateStatus.Approved))
            Assert.Equal("template.not_approved", Code(Wanted("a", "b"), Known(status: status)));
        Assert.Equal("template.needs_phone", Code(Wanted("a", "b"), Known(category: TemplateCategory.Authentication), phone: false));
    }

    [Fact]
    public void The_code_of_a_one_time_password_is_in_its_button_too()
    {
        var known = Known("""[{"type":"BODY","text":"Tu código es {{1}}."},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE","text":"Copiar"}]}]""", category: TemplateCategory.Authentication);
        Assert.Equal("4711", Assert.Single(TemplateFit.Of(new OutboundTemplate("pedido", "es", ["4711"]), known, true).Value.Template.Buttons).Value);
    }

    public static TheoryData<TemplateDraft, string?> Drafts => new()
    {
        { s_good, null },
        { s_good with { Name = "Con Espacios" }, "name" },
        { s_good with { Language = "español" }, "language" },
        { s_good with { Category = TemplateCategory.Authentication }, "category" },
        { s_good with { Header = "{{1}} y {{2}}" }, "header" },
        { s_good with { Header = "Hola {{1}}" }, "headerExample" },
        { s_good with { Body = "" }, "body" },
        { s_good with { Body = "{{1}} hola" }, "body" },
        { s_good with { Body = "Hola {{1}}{{2}} fin", Examples = ["a", "b"] }, "body" },
        { s_good with { Body = "Hola {{2}} fin" }, "body" },
        { s_good with { Examples = [" "] }, "examples[0]" },
        { s_good with { Footer = "para {{1}}" }, "footer" },
        { s_good with { Buttons = [new(TemplateButtonType.Url, "Ver", "http://e.test")] }, "buttons[0].value" },
        { s_good with { Buttons = [new(TemplateButtonType.Url, "Ver", "https://e.test/{{1}}")] }, "buttons[0].value" },
        { s_good with { Buttons = [new(TemplateButtonType.Url, "Ver", "https://e.test/{{1}}", "https://e.test/1")] }, null },
        { s_good with { Buttons = [new(TemplateButtonType.PhoneNumber, "Llamar", "hola")] }, "buttons[0].value" },
        { s_good with { Buttons = [new(TemplateButtonType.QuickReply, "")] }, "buttons[0].text" },
    };

    private static readonly TemplateDraft s_good = new() { Name = "promo_1", Language = "es_MX", Body = "Hola {{1}}, hay ofertas.", Examples = ["Ana"] };

    [Theory]
    [MemberData(nameof(Drafts), DisableDiscoveryEnumeration = true)]
    public void A_draft_is_checked_at_its_field(TemplateDraft draft, string? field) => Assert.Equal(field, draft.Problems() is [var first, ..] ? first.Field : null);

    [Fact]
    public void A_draft_becomes_what_Meta_reviews() => Assert.Equal(
        """{"name":"promo_1","language":"es_MX","category":"MARKETING","components":[{"type":"BODY","text":"Hola {{1}}, hay ofertas.","example":{"body_text":[["Ana"]]}}]}""",
        s_good.ToJson().ToJsonString());

    [Fact]
    public void The_window_is_24_hours_less_two_minutes_from_the_providers_time()
    {
        var wrote = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        Assert.True(ServiceWindow.IsOpen(wrote, null, wrote.AddHours(24).AddMinutes(-3)));
        Assert.False(ServiceWindow.IsOpen(wrote, null, wrote.AddHours(24).AddMinutes(-2)));
        Assert.False(ServiceWindow.IsOpen(null, null, wrote));
        // Refused by WhatsApp after it, whatever we counted; one that crossed with the message says nothing.
        Assert.False(ServiceWindow.IsOpen(wrote, wrote.AddHours(1), wrote.AddHours(2)));
        Assert.True(ServiceWindow.IsOpen(wrote, wrote.AddSeconds(20), wrote.AddHours(2)));
        Assert.True(ServiceWindow.IsOpen(wrote.AddHours(3), wrote.AddHours(1), wrote.AddHours(4)));
        // Nobody has ever written as far as we know: WhatsApp decides. Other channels have no window.
        Assert.False(ServiceWindow.IsKnownClosed(ChannelType.MetaApi, null, null, wrote));
        Assert.True(ServiceWindow.IsKnownClosed(ChannelType.MetaApi, wrote, null, wrote.AddDays(2)));
        Assert.False(ServiceWindow.IsKnownClosed(ChannelType.EvolutionApi, wrote, null, wrote.AddDays(2)));
    }

    [Fact]
    public void The_newest_price_that_has_begun_holds()
    {
        MessagePrice[] list = [new("MX", "marketing", new(2025, 7, 1), 0.04m, "USD", false), new("MX", "marketing", new(2026, 1, 1), 0.03m, "USD", true)];
        Assert.Equal(0.04m, MessagePrices.Of(list, "MX", "marketing", new(2025, 12, 31, 23, 0, 0, TimeSpan.Zero))!.Amount);
        Assert.Equal(0.03m, MessagePrices.Of(list, "MX", "marketing", new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero))!.Amount);
        Assert.Null(MessagePrices.Of(list, "MX", "marketing", new(2025, 6, 30, 0, 0, 0, TimeSpan.Zero)));
        Assert.Null(MessagePrices.Of(list, null, "marketing", new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void A_throttled_number_waits_longer_each_time_until_something_goes_through()
    {
        var clock = new FakeTimeProvider();
        var pace = new NumberPace(clock);
        var number = Guid.NewGuid();
        Assert.Null(pace.Wait(number));
        foreach (var seconds in new[] { 10, 20, 40, 80, 160, 300, 300 })
        {
            pace.Throttled(number, TimeSpan.FromSeconds(10));
            // Others that were under way say the same and count once.
            pace.Throttled(number, TimeSpan.FromSeconds(10));
            Assert.Equal(TimeSpan.FromSeconds(seconds), pace.Wait(number));
            clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        Assert.Null(pace.Wait(number));
        pace.Accepted(number);
        pace.Throttled(number, null);
        Assert.Equal(TimeSpan.FromSeconds(10), pace.Wait(number));
    }
}
