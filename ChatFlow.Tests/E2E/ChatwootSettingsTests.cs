using System.Text.RegularExpressions;
using ChatFlow.Core.Chatwoot;
using ChatFlow.Tests.Chatwoot;
using ChatFlow.Tests.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace ChatFlow.Tests.E2E;

/// <summary>An admin sets the mirror up in the page: a wrong token is told at its field, the right one works, an outage is explained.</summary>
public sealed class ChatwootSettingsTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private ChatwootHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(Stop);
        _host = await ChatwootHost.StartAsync(_app, mirrored: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1360)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_mirror_is_set_up_tried_and_explains_itself(ColorScheme scheme, int width)
    {
        await using var context = await (await Chromium.BrowserAsync()).NewContextAsync(new()
        {
            BaseURL = _app.Address.ToString(),
            Locale = "es-MX",
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        var page = await context.SignInAsync(_host.Organization.AdminEmail, TestOrganization.Password, "/connection");

        var section = page.GetByTestId("chatwoot");
        await section.GetByTestId("chatwoot-enabled").CheckAsync();
        await section.Locator("#chatwoot-url").FillAsync(_host.Chatwoot.Address);
        await section.Locator("#chatwoot-account").FillAsync("1");
        await section.Locator("#chatwoot-token").FillAsync("wrong");
        var save = section.GetByRole(AriaRole.Button, new() { Name = "Guardar y probar" });
        await save.ClickAsync();
        await Assertions.Expect(section.Locator(".cf-field-error")).ToContainTextAsync("rechaza este token");
        await section.Locator("#chatwoot-token").FillAsync(FakeChatwoot.Token);
        await save.ClickAsync();
        await Assertions.Expect(section.Locator(".cf-chip")).ToHaveTextAsync("Funciona");
        await Assertions.Expect(section.Locator("#chatwoot-inbox")).ToHaveValueAsync("5");
        await Assertions.Expect(section.Locator("#chatwoot-token")).ToHaveValueAsync("");

        _host.Chatwoot.Instead = _ => new FakeAnswer.Reply(503, "{}");
        await _host.ArriveAsync("Hola");
        await _host.UntilAsync(async () => (await _host.ViewAsync()).State == MirrorState.Waiting);
        await Assertions.Expect(section.GetByRole(AriaRole.Alert)).ToContainTextAsync("Chatwoot no responde");
        await Assertions.Expect(section.GetByText(new Regex("Por copiar: 1"))).ToBeVisibleAsync();
        Assert.Empty((await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] })).Violations);
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"));
        if (Environment.GetEnvironmentVariable("CHATFLOW_TEST_PICTURES") is { Length: > 0 } folder)
            await section.ScreenshotAsync(new() { Path = Path.Combine(folder, $"chatwoot-{scheme}-{width}.png") });

        _host.Chatwoot.Instead = _ => null;
        await section.GetByRole(AriaRole.Button, new() { Name = "Reintentar" }).ClickAsync();
        await Assertions.Expect(section.Locator(".cf-chip")).ToHaveTextAsync("Funciona");
    }
}
