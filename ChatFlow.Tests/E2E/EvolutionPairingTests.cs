using System.Text;
using System.Text.RegularExpressions;
using ChatFlow.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace ChatFlow.Tests.E2E;

/// <summary>An admin connects a number: a code, a new code by webhook, the limit, again, the number; then unlinks it.</summary>
public sealed class EvolutionPairingTests : IAsyncLifetime
{
    private const float Patience = 90_000;

    // One pixel each, of two colours.
    private const string FirstQr = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    private const string SecondQr = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==";

    private TestApp _app = null!;
    private FakeProvider _gateway = null!;
    private TestOrganization _organization = null!;
    private volatile string _state = "missing";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(Stop);
        _gateway = await FakeProvider.StartAsync(Stop);
        _gateway.Otherwise = Answer;
        _organization = await _app.OpenAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_number_is_linked_by_codes_that_come_by_themselves()
    {
        var browser = await Chromium.BrowserAsync();
        await using var context = await browser.NewContextAsync(new() { BaseURL = _app.Address.ToString(), Locale = "es-MX", ViewportSize = new() { Width = 1280, Height = 1400 } });
        var page = await context.SignInAsync(_organization.AdminEmail, TestOrganization.Password, "/connection");
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Evolution API") }).CheckAsync();
        await page.Locator("#evolution-url").FillAsync(_gateway.Address);
        await page.Locator("#evolution-instance").FillAsync("loja");
        await page.Locator("#evolution-key").FillAsync("global-key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Guardar", Exact = true }).ClickAsync();
        await SeeAsync(page.GetByText("La instancia no existe todavía"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Mostrar código QR" }).ClickAsync();
        await Assertions.Expect(page.Locator("img.qr")).ToHaveAttributeAsync("src", FirstQr, new() { Timeout = Patience });
        await ShootAsync(page, "qr");

        await PostAsync("{\"event\":\"qrcode.updated\",\"data\":{\"qrcode\":{\"base64\":\"" + SecondQr + "\"}}}");
        await Assertions.Expect(page.Locator("img.qr")).ToHaveAttributeAsync("src", SecondQr, new() { Timeout = Patience });

        await PostAsync("""{"event":"qrcode.updated","data":{"message":"QR code limit reached","statusCode":500}}""");
        await SeeAsync(page.GetByRole(AriaRole.Button, new() { Name = "Generar otro código" }));
        await SeeAsync(page.GetByText("Nadie escaneó el código a tiempo"));
        await ShootAsync(page, "expired");

        await page.GetByRole(AriaRole.Button, new() { Name = "Generar otro código" }).ClickAsync();
        await Assertions.Expect(page.Locator("img.qr")).ToHaveAttributeAsync("src", FirstQr, new() { Timeout = Patience });
        _state = "open";
        await PostAsync("""{"event":"connection.update","data":{"state":"open","wuid":"5215512345678@s.whatsapp.net"}}""");
        await SeeAsync(page.GetByText("Cafetería Nube"));
        await Assertions.Expect(page.Locator("img.qr")).ToHaveCountAsync(0);
        await ShootAsync(page, "connected");

        await page.GetByRole(AriaRole.Button, new() { Name = "Desvincular" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Desvincular" }).ClickAsync();
        await SeeAsync(page.GetByText("El teléfono cerró la sesión"));
        await SeeAsync(page.GetByRole(AriaRole.Button, new() { Name = "Mostrar código QR" }));
        Assert.Contains(_gateway.Requests, r => r is { Method: "DELETE", Path: "/instance/logout/loja" });
    }

    private FakeAnswer Answer(RecordedRequest request) => request.Path switch
    {
        "/instance/connectionState/loja" => _state == "missing"
            ? new FakeAnswer.Reply(404, """{"response":{"message":["The \"loja\" instance does not exist"]}}""")
            : new FakeAnswer.Reply(200, "{\"instance\":{\"instanceName\":\"loja\",\"state\":\"" + _state + "\"}}"),
        "/instance/create" => Created(),
        "/instance/connect/loja" => new FakeAnswer.Reply(200, $$"""{"base64":"{{FirstQr}}","code":"2@x","count":1}"""),
        "/instance/fetchInstances?instanceName=loja" => new FakeAnswer.Reply(200, """[{"name":"loja","ownerJid":"5215512345678@s.whatsapp.net","profileName":"Cafetería Nube"}]"""),
        "/instance/logout/loja" => LoggedOut(),
        _ => new FakeAnswer.Reply(201, "{}"),
    };

    private FakeAnswer Created()
    {
        _state = "connecting";
        return new FakeAnswer.Reply(201, """{"hash":"instance-token"}""");
    }

    private FakeAnswer LoggedOut()
    {
        _state = "close";
        return new FakeAnswer.Reply(200, """{"status":"SUCCESS","error":false}""");
    }

    private static Task SeeAsync(ILocator what) => Assertions.Expect(what.First).ToBeVisibleAsync(new() { Timeout = Patience });

    // Looked at by hand when the variable names a folder; nothing is written otherwise.
    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CHATFLOW_SCREENSHOTS") is not { Length: > 0 } folder)
            return;
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 390) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 1400);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true });
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(1280, 1400);
    }

    private async Task PostAsync(string body)
    {
        using var client = _app.Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/evolution/{_organization.WebhookKey}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-ChatFlow-Secret", _organization.WebhookSecret);
        using var answer = await client.SendAsync(request, Stop);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
