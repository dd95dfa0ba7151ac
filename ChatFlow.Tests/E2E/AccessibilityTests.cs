using ChatFlow.Core.Demo;
using ChatFlow.Tests.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace ChatFlow.Tests.E2E;

/// <summary>axe finds nothing on any page, in light and dark, wide and at 390 px; no page scrolls sideways; no console error.</summary>
public sealed class AccessibilityTests : IAsyncLifetime
{
    private static readonly string[] s_open = ["account/login", "account/register", "account/forgot"];

    private static readonly string[] s_pages =
    [
        "inbox", "contacts", "contacts/new", "contacts/import", "sequences", "sequences/new", "bot", "statistics", "connection", "team", "settings", "account",
    ];

    private TestApp _app = null!;
    private DemoAccess _access = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(Stop);
        _access = (await _app.Services.GetRequiredService<CreateDemo>().RunAsync(Stop)).Value;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(ColorScheme.Light, 1360)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Axe_finds_nothing_on_any_page(ColorScheme scheme, int width)
    {
        var browser = await Chromium.BrowserAsync();
        await using var context = await browser.NewContextAsync(new()
        {
            BaseURL = _app.Address.ToString(),
            Locale = "es-MX",
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = 850 },
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Pages.Patience);
        var problems = new List<string>();
        Listen(page, problems);
        foreach (var path in s_open)
            await LookAsync(page, path, problems);
        await page.CloseAsync();
        page = await context.SignInAsync(_access.Email, _access.Password!);
        Listen(page, problems);
        foreach (var path in s_pages)
            await LookAsync(page, path, problems);
        await page.OpenAsync("/inbox");
        await page.Locator("[data-conversation]").First.ClickAsync();
        await page.Locator("[data-composer]").WaitForAsync();
        await AxeAsync(page, "conversation", problems);
        if (width < 1280)
        {
            await page.Locator("header.head .verbs button").Last.ClickAsync();
            await page.Locator("aside.panel .facts").WaitForAsync();
            await AxeAsync(page, "contact panel", problems);
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    private static void Listen(IPage page, List<string> problems) => page.Console += (_, message) =>
    {
        if (message.Type == "error")
            problems.Add($"console: {message.Text}");
    };

    private static async Task LookAsync(IPage page, string path, List<string> problems)
    {
        await page.GotoAsync("/" + path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        if (!path.StartsWith("account", StringComparison.Ordinal))
            await page.InteractiveAsync();
        await AxeAsync(page, path, problems);
        if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))
            problems.Add($"{path}: scrolls sideways");
    }

    private static async Task AxeAsync(IPage page, string path, List<string> problems)
    {
        var found = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        problems.AddRange(found.Violations.Select(v => $"{path}: {v.Id} {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
    }
}
