using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ChatFlow.Tests.Organizations;
using ChatFlow.Tests.Support;
using ChatFlow.Tests.Webhooks;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace ChatFlow.Tests.E2E;

/// <summary>An admin connects a number at Meta, sees why it fails and that it works; an agent writes after the window with a template.</summary>
public sealed class MetaPagesTests : IAsyncLifetime
{
    private FakeProvider _provider = null!;
    private FakeMeta _meta = null!;
    private TestApp _app = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_provider, _meta) = await FakeMeta.StartAsync(Stop);
        _app = await TestApp.StartAsync(Stop, settings: new Dictionary<string, string>
        {
            ["Outbound:MetaBaseUrl"] = _provider.Address,
            ["Operators"] = "admin1@example.com",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Connecting_fails_with_a_cause_then_works_and_a_template_opens_a_closed_window()
    {
        var organization = await _app.OpenAsync(Stop);
        var browser = await Chromium.BrowserAsync();
        await using var context = await browser.NewContextAsync(new() { BaseURL = _app.Address.ToString(), Locale = "es-MX", ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.SignInAsync(organization.AdminEmail, TestOrganization.Password, "/connection");

        _meta.Number = FakeMeta.Error(401, 190, "Error validating access token.");
        await page.GetByText("WhatsApp Cloud API de Meta").ClickAsync();
        await page.FillAsync("#meta-number", "200");
        await page.FillAsync("#meta-account", "100");
        await page.FillAsync("#meta-token", "EAAGviejo");
        await page.FillAsync("#meta-secret", TestOrganization.AppSecret);
        await page.FillAsync("#meta-verify", "inventado");
        await page.GetByRole(AriaRole.Button, new() { Name = "Guardar", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("El token venció o fue revocado").First).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await Assertions.Expect(page.GetByText("Código: 190").First).ToBeVisibleAsync();
        await page.ShotAsync("meta-refused");

        _meta.Number = null;
        _meta.Templates.Add(FakeMeta.Template("retomar", "Hola {{1}}, ¿seguimos con tu pedido?"));
        await page.FillAsync("#meta-token", "EAAGnuevo");
        await page.GetByRole(AriaRole.Button, new() { Name = "Guardar", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("WhatsApp conectado").First).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await Assertions.Expect(page.GetByText("Flores Ana")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await Assertions.Expect(page.GetByText("Meta nos manda los mensajes")).ToBeVisibleAsync();
        await page.ShotAsync("meta-connected");
        await NothingWrongAsync(page);

        await page.GetByText("Registrar el número").ClickAsync();
        _meta.Register = FakeMeta.Error(400, 133005);
        await page.FillAsync("#meta-pin", "123456");
        await page.GetByRole(AriaRole.Button, new() { Name = "Registrar", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("El PIN no es correcto")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });

        await TemplatesAsync(page);
        await WindowAsync(page, organization);
        await page.OpenAsync("/operator/prices");
        await Assertions.Expect(page.GetByText("sin verificar").First).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await page.ShotAsync("prices");
        await NothingWrongAsync(page);
    }

    private async Task TemplatesAsync(IPage page)
    {
        await page.OpenAsync("/connection/templates");
        await Assertions.Expect(page.Locator("[data-template=retomar]")).ToContainTextAsync("Aprobada", new() { Timeout = Pages.Patience });
        await page.ShotAsync("templates");
        await NothingWrongAsync(page);
        await page.OpenAsync("/connection/templates/new");
        await page.FillAsync("#template-name", "Mala Idea");
        await page.FillAsync("#template-body", "Hola {{1}}, llegó tu pedido.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enviar a revisión" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Solo letras minúsculas, cifras y guiones bajos.")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await page.FillAsync("#template-name", "pedido_listo");
        await page.FillAsync("#template-example-0", "Ana");
        await page.ShotAsync("template-new");
        await NothingWrongAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Enviar a revisión" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-template=pedido_listo]")).ToContainTextAsync("En revisión", new() { Timeout = Pages.Patience });
        Assert.Equal("pedido_listo", (string?)Assert.Single(_meta.To("POST", "/message_templates")).Json["name"]);
    }

    private async Task WindowAsync(IPage page, TestOrganization organization)
    {
        using var http = _app.Http();
        var wrote = TimeProvider.System.GetUtcNow().AddHours(-25).ToUnixTimeSeconds();
        var body = JsonContent.Create(new
        {
            @object = "whatsapp_business_account",
            entry = new[] { new { id = "100", changes = new[] { new { field = "messages", value = new
            {
                metadata = new { phone_number_id = "200" }, contacts = new[] { new { profile = new { name = "Rosa Díaz" }, wa_id = "525511110009" } },
                messages = new[] { new { from = "525511110009", id = "wamid.rosa", timestamp = $"{wrote}", type = "text", text = new { body = "¿Tienen rosas?" } } },
            } } } } },
        });
        Assert.Equal(System.Net.HttpStatusCode.OK, await http.PostMetaAsync(organization, await body.ReadAsByteArrayAsync(Stop), Stop));
        await _app.SettleAsync(organization, Stop);

        await page.OpenAsync("/inbox");
        await page.Locator("[data-conversation]").Filter(new() { HasText = "Rosa Díaz" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-window]")).ToContainTextAsync("Ventana cerrada", new() { Timeout = Pages.Patience });
        await Assertions.Expect(page.Locator("[data-composer]")).ToHaveCountAsync(0);
        await page.ShotAsync("window-closed");
        await page.Locator("[data-choice=retomar]").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Poner nombre" }).ClickAsync();
        await Assertions.Expect(page.Locator(".picker .bubble")).ToContainTextAsync("Hola Rosa, ¿seguimos");
        await page.ShotAsync("template-filled");
        await NothingWrongAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Enviar plantilla" }).ClickAsync();
        await Assertions.Expect(page.Locator("article.bubble").Filter(new() { HasTextRegex = new Regex("Hola Rosa, ¿seguimos") }).First).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        // That somebody has read goes to the same address.
        var sent = Templates();
        for (var patience = 0; patience < 100 && sent.Count == 0; patience++)
        {
            await page.WaitForTimeoutAsync(100);
            sent = Templates();
        }

        Assert.Equal("Rosa", (string?)Assert.Single(sent).Json["template"]!["components"]![0]!["parameters"]![0]!["text"]);
    }

    private List<RecordedRequest> Templates() => [.. _meta.To("POST", "/messages").Where(r => r.Json["template"] is not null)];

    private static async Task NothingWrongAsync(IPage page)
    {
        var found = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        Assert.Empty(found.Violations.Select(v => $"{page.Url}: {v.Id} {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"));
    }
}
