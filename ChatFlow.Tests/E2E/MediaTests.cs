using ChatFlow.Core.Demo;
using ChatFlow.Tests.Inbox.Media;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace ChatFlow.Tests.E2E;

/// <summary>
/// Pictures and files between an agent and a customer's phone, in two browsers. With <c>CHATFLOW_SCREENSHOTS</c> set to a
/// folder, what was seen is kept there.
/// </summary>
public sealed class MediaTests : IAsyncLifetime
{
    private const float Patience = 60_000;
    private static readonly string? s_screenshots = Environment.GetEnvironmentVariable("CHATFLOW_SCREENSHOTS");
    private TestApp _app = null!;
    private DemoAccess _access = null!;
    private IBrowserContext _agentContext = null!;
    private IBrowserContext _customerContext = null!;
    private IPage _agent = null!;
    private IPage _customer = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(Stop);
        _access = (await _app.Services.GetRequiredService<CreateDemo>().RunAsync(Stop)).Value;
        var browser = await Chromium.BrowserAsync();
        (_agentContext, _agent) = await SignInAsync(browser);
        (_customerContext, _customer) = await SignInAsync(browser);
    }

    public async ValueTask DisposeAsync()
    {
        await _agentContext.CloseAsync();
        await _customerContext.CloseAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_picture_goes_to_the_phone_and_another_comes_back()
    {
        await _customer.GetByText("Teléfono de prueba").First.ClickAsync();
        await _customer.Locator(".device .links button").First.ClickAsync();
        await _customer.Locator("#sim-name").FillAsync("Carla Fotos");
        await _customer.Locator("#sim-name").BlurAsync();
        await _customer.Locator("[data-phone-file]").SetInputFilesAsync(File("toldo.jpg", "image/jpeg", Pictures.Jpeg(800, 500)));

        await Row("Carla Fotos").ClickAsync();
        var received = _agent.Locator(".is-in [data-lightbox]").First;
        await Assertions.Expect(received.Locator("img")).ToBeVisibleAsync(new() { Timeout = Patience });
        await Assertions.Expect(Row("Carla Fotos")).ToContainTextAsync("Imagen");

        await received.ClickAsync();
        var viewer = _agent.Locator("dialog[data-viewer]");
        await Assertions.Expect(viewer).ToBeVisibleAsync();
        await Assertions.Expect(viewer).ToContainTextAsync("toldo.jpg");
        await ShotAsync("viewer");
        await _agent.Keyboard.PressAsync("Escape");
        await Assertions.Expect(viewer).ToBeHiddenAsync();
        await Assertions.Expect(received).ToBeFocusedAsync();
        await received.PressAsync("Enter");
        await Assertions.Expect(viewer).ToBeVisibleAsync();
        await viewer.Locator("[data-close]").ClickAsync();

        await _agent.Locator("[data-composer][data-ready]").WaitForAsync();
        await _agent.Locator("[data-files]").SetInputFilesAsync(
        [
            File("propuesta.png", "image/png", Pictures.Png(600, 300)),
            File("precios.pdf", "application/pdf", [.. "%PDF-1.7 precios"u8]),
            File("vacio.txt", "text/plain", []),
        ]);
        var items = _agent.Locator("[data-tray] .item");
        await Assertions.Expect(items).ToHaveCountAsync(3);
        await Assertions.Expect(items.Nth(2)).ToContainTextAsync("Está vacío");
        await Assertions.Expect(_agent.Locator("[data-send]")).ToBeDisabledAsync();
        await ShotAsync("tray");
        await items.Nth(2).Locator("[data-remove]").ClickAsync();
        await items.Nth(0).Locator("[data-caption-of]").FillAsync("Así queda", new() { Timeout = Patience });
        await _agent.Locator("[data-composer]").FillAsync("Y los precios");
        await _agent.Locator("[data-composer]").PressAsync("Enter");

        await Assertions.Expect(_customer.Locator(".device .theirs").Filter(new() { HasText = "Así queda" }).Locator("img")).ToBeVisibleAsync(new() { Timeout = Patience });
        await Assertions.Expect(_customer.Locator(".device .theirs").Filter(new() { HasText = "Y los precios" }).Locator("a[download]")).ToBeVisibleAsync(new() { Timeout = Patience });
        await Assertions.Expect(_agent.Locator(".is-out").Filter(new() { HasText = "precios.pdf" })).ToContainTextAsync("Y los precios");
        await Assertions.Expect(items).ToHaveCountAsync(0);
        await ShotAsync("conversation");
        await _agent.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await ShotAsync("conversation-dark");
        await _agent.SetViewportSizeAsync(390, 844);
        await ShotAsync("conversation-390-dark");
        await _agent.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await ShotAsync("conversation-390");
    }

    [Fact]
    public async Task A_web_page_under_another_name_is_told_beside_the_file()
    {
        await Row("Mariana López").ClickAsync();
        await _agent.Locator("[data-composer][data-ready]").WaitForAsync();
        await _agent.Locator("[data-files]").SetInputFilesAsync(File("foto.jpg", "image/jpeg", [.. "<html><script>alert(1)</script>"u8]));
        await Assertions.Expect(_agent.Locator("[data-tray] .item")).ToContainTextAsync("no es lo que dice su nombre", new() { Timeout = Patience });
        await Assertions.Expect(_agent.Locator("[data-send]")).ToBeDisabledAsync();
    }

    private static FilePayload File(string name, string type, byte[] bytes) => new() { Name = name, MimeType = type, Buffer = bytes };

    private async Task ShotAsync(string name)
    {
        if (s_screenshots is not null)
            await _agent.ScreenshotAsync(new() { Path = Path.Combine(s_screenshots, $"media-{name}.png") });
    }

    private async Task<(IBrowserContext, IPage)> SignInAsync(IBrowser browser)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = _app.Address.ToString(), Locale = "es-MX", ViewportSize = new() { Width = 1400, Height = 900 } });
        var page = await context.SignInAsync(_access.Email, _access.Password!);
        await Assertions.Expect(page.Locator("[data-conversation]").Filter(new() { HasText = "Mariana López" })).ToBeVisibleAsync(new() { Timeout = Patience });
        return (context, page);
    }

    private ILocator Row(string name) => _agent.Locator("[data-conversation]").Filter(new() { HasText = name });
}
