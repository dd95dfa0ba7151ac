using System.Globalization;
using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Templating;
using NodaTime;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Templating;

public sealed class MessageTemplateTests
{
    private static readonly TemplateValues s_ana = new()
    {
        Name = "Ana María López",
        Phone = "+573001234567",
        BusinessName = "Zapatos Sol",
        CustomFields = Json("""{"plan": "Oro", "Fecha de pago": "2026-12-01", "vacío": "", "deuda": 1234.5}"""),
        Trigger = Json("""{"total": 129000, "starts_at": "2026-11-24T15:30:00Z", "cart": {"url": "https://tienda.example/c/1"}, "evil": "{{ contact.phone }}"}"""),
        Culture = CultureInfo.GetCultureInfo("es-CO"),
        Zone = DateTimeZoneProviders.Tzdb["America/Bogota"],
    };

    [Theory]
    [InlineData("Hola {{ contact.first_name }}, soy {{business.name}}", "Hola Ana, soy Zapatos Sol")]
    [InlineData("Hola {{nombre}} de {empresa}", "Hola Ana de Zapatos Sol")]
    [InlineData("Hola { nombre_completo }: {telefono}", "Hola Ana María López: +573001234567")]
    [InlineData("Plan {{ contact.custom_fields.plan | upper }}", "Plan ORO")]
    [InlineData("Pago: {{ contact.custom_fields['Fecha de pago'] | date: 'dd/MM/yyyy' }}", "Pago: 01/12/2026")]
    [InlineData("A las {{ trigger.starts_at | date: 'HH:mm' }}", "A las 10:30")]
    [InlineData("Total $ {{ trigger.total | number }} en {{ trigger.cart.url }}", "Total $ 129.000 en https://tienda.example/c/1")]
    [InlineData("Debe {{ contact.custom_fields.deuda | money }}", "Debe 1.234,50")]
    [InlineData("{% if contact.email %}Le escribí a {{ contact.email }}.{% else %}¿Su correo?{% endif %}", "¿Su correo?")]
    [InlineData("Hola {{ contact.email | default: \"hola\" }}", "Hola hola")]
    [InlineData("{% unless contact.email %}sin correo{% endunless %}", "sin correo")]
    [InlineData("{% if trigger.total > 100000 and contact.custom_fields.plan == \"oro\" %}VIP{% elsif contact.phone %}b{% endif %}", "VIP")]
    [InlineData("{% if contact.email or contact.name contains 'maría' %}sí{% endif %}", "sí")]
    [InlineData("{% if contact.email == blank %}a{% endif %}  {%- if contact.phone != empty %} b{% endif %}", "a b")]
    [InlineData("{{ \"}} listo\" }} {{ contact.name | truncate: 4 }}", "}} listo Ana…")]
    [InlineData("Literal: {{ trigger.evil }}", "Literal: {{ contact.phone }}")]
    [InlineData("Un { suelto y 100% { 5 }", "Un { suelto y 100% { 5 }")]
    public void Variables_are_filled_in(string template, string text) =>
        Assert.Equal(text, MessageTemplate.Parse(template).Value.Render(s_ana).Text);

    [Theory]
    [InlineData("Hola {{ contact.email }}", "contact.email")]
    [InlineData("Hola {{ contact.custom_fields.nada }}", "contact.custom_fields.nada")]
    [InlineData("Hola {{ contact.custom_fields.vacío | upper }}", "contact.custom_fields.vacío")]
    [InlineData("Hola {{ trigger.a.b }}", "trigger.a.b")]
    [InlineData("El {{ contact.custom_fields.plan | date }}", "contact.custom_fields.plan")]
    public void A_missing_value_keeps_the_text_back(string template, string variable) =>
        Assert.Equal(new RenderedText(null, DecisionReason.MissingVariable, variable), MessageTemplate.Parse(template).Value.Render(s_ana));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("~ . 🌸")]
    [InlineData("+57 300 123")]
    public void Nobody_is_greeted_by_a_placeholder(string? name)
    {
        var rendered = MessageTemplate.Parse("Hola {{nombre}}").Value.Render(s_ana with { Name = name });

        Assert.Equal(new RenderedText(null, DecisionReason.MissingVariable, "contact.first_name"), rendered);
        Assert.Equal("Hola hola", MessageTemplate.Parse("Hola {{nombre | default: 'hola'}}").Value.Render(s_ana with { Name = name }).Text);
    }

    [Theory]
    [InlineData("", "template_empty")]
    [InlineData("Hola {{ nombre", "template_unclosed")]
    [InlineData("Hola nombre }}", "template_unclosed")]
    [InlineData("{% if contact.name %}Hola", "template_unclosed")]
    [InlineData("Hola {% endif %}", "template_unclosed")]
    [InlineData("{% if contact.name %}a{% else %}b{% else %}c{% endif %}", "template_unclosed")]
    [InlineData("{% if contact.name %}a{% endunless %}", "template_unclosed")]
    [InlineData("{{ contact.name contact.phone }}", "template_syntax")]
    [InlineData("{{ }}", "template_syntax")]
    [InlineData("{{ contact.name | }}", "template_unknown_filter")]
    [InlineData("Hola {{ nombr }}", "template_unknown_variable")]
    [InlineData("Hola {saludo}", "template_unknown_variable")]
    [InlineData("Hola {{ contact.password }}", "template_unknown_variable")]
    [InlineData("{% if contacto.email %}a{% endif %}", "template_unknown_variable")]
    [InlineData("{{ contact.name | append: 'a' }}", "template_unknown_filter")]
    [InlineData("{{ contact.name | replace: 'a', 'aaaaaaaa' }}", "template_unknown_filter")]
    [InlineData("{% for i in (1..1000000) %}a{% endfor %}", "template_tag_not_allowed")]
    [InlineData("{% assign a = 1 %}b", "template_tag_not_allowed")]
    [InlineData("{% include 'a' %}b", "template_tag_not_allowed")]
    [InlineData("{% if contact.name %}{% for i in (1..9) %}a{% endfor %}{% endif %}", "template_tag_not_allowed")]
    public void What_cannot_be_sent_cannot_be_saved(string template, string code)
    {
        var error = Assert.IsType<ValidationError>(MessageTemplate.Parse(template).Error);

        Assert.Equal((code, "messageTemplate"), (error.Code, error.Field));
    }

    [Fact]
    public void A_vocabulary_narrows_and_widens_the_names()
    {
        var words = new TemplateVocabulary(new HashSet<string> { "plan" }, new HashSet<string> { "total", "plan" });

        Assert.Equal("129000 Oro", MessageTemplate.Parse("{{ total }} {{plan}}", words).Value.Render(s_ana).Text);
        Assert.Equal("template_unknown_variable", MessageTemplate.Parse("{{ contact.custom_fields.otro }}", words).Error!.Code);
    }

    [Fact]
    public void The_builder_sees_which_variables_need_a_default()
    {
        var template = MessageTemplate.Parse("{{nombre | default: 'hola'}} {{ trigger.total }} {% if contact.email %}x{% endif %}").Value;

        Assert.Equal(["contact.email", "contact.first_name", "trigger.total"], template.Variables);
        Assert.Equal(["trigger.total"], template.VariablesWithoutDefault);
    }

    [Fact]
    public void A_text_that_grew_past_the_limit_is_not_sent()
    {
        var long_ = s_ana with { Trigger = Json($$"""{"text": "{{new string('a', 5000)}}"}""") };

        Assert.Equal(DecisionReason.MessageTooLong, MessageTemplate.Parse("{{ trigger.text }}").Value.Render(long_).Problem);
        Assert.Equal("template_too_long", MessageTemplate.Parse(new string('a', 4097)).Error!.Code);
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
