using System.Text.RegularExpressions;
using ChatFlow.Core.Demo;
using ChatFlow.Core.Inbox.Health;
using ChatFlow.Tests.Support;
using Deque.AxeCore.Playwright;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace ChatFlow.Tests.E2E;

/// <summary>
/// An incident of the connection on its page and in the header, gone without a reload when it is over; and the simulator's
/// behaviour, chosen on one phone and seen on another. <c>CHATFLOW_SCREENSHOTS</c> names a folder to look at afterwards.
/// </summary>
public sealed partial class ConnectionHealthTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private DemoAccess _access = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(Stop);
        _app.Services.GetRequiredService<IRecurringJobManager>().RemoveIfExists("connection-health");
        _access = (await _app.Services.GetRequiredService<CreateDemo>().RunAsync(Stop)).Value;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(ColorScheme.Light, 1360)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task An_incident_is_told_and_its_end_comes_by_itself(ColorScheme scheme, int width)
    {
        var organization = await _app.Database.ScalarAsync<Guid>("SELECT id FROM organizations ORDER BY created_at LIMIT 1", Stop);
        await _app.Database.ExecuteAsync($$"""
            INSERT INTO connection_health (organization_id, state, state_since, measured_at, last_inbound_at, sends, unacknowledged, queue_length, queue_oldest_at, errors, incident_since)
            VALUES ('{{organization}}', 'receives_only', now() - interval '8 minutes', now(), now() - interval '1 minute', 6, 2, 4, now() - interval '7 minutes',
                '{"authentication": 3, "retry": 1}', now() - interval '8 minutes')
            ON CONFLICT (organization_id) DO UPDATE SET state = 'receives_only', state_since = excluded.state_since, incident_since = excluded.incident_since
            """, Stop);
        await using var context = await ContextAsync(scheme, width);
        var page = await context.SignInAsync(_access.Email, _access.Password!, "/connection");
        var section = page.Locator("section[aria-labelledby=health-title]");
        await Assertions.Expect(section).ToContainTextAsync("Recibe, pero no envía");
        await Assertions.Expect(section.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions.Expect(section).ToContainTextAsync("Clave o token rechazado: 3");
        await Assertions.Expect(page.Locator("header a.dot")).ToContainTextAsync("WhatsApp recibe, no envía");
        await LookAsync(page, $"health-{scheme}-{width}");

        await _app.Services.GetRequiredService<MeasureConnection>().RunAsync(new QueuedConnection(organization, 0, null), Stop);
        await Assertions.Expect(section).ToContainTextAsync(Fine(), new() { Timeout = Pages.Patience });
        await Assertions.Expect(section.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("header a.dot")).ToContainTextAsync("WhatsApp conectado");
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1360)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task What_is_chosen_on_one_phone_holds_on_another(ColorScheme scheme, int width)
    {
        await using var first = await ContextAsync(scheme, width);
        await using var second = await ContextAsync(scheme, width);
        var one = await PhoneAsync(first);
        var other = await PhoneAsync(second);
        await one.Locator(".behaviour summary").ClickAsync();
        await other.Locator(".behaviour summary").ClickAsync();
        await one.Locator("#sim-outcome").SelectOptionAsync("needs_template");
        await Assertions.Expect(other.Locator("#sim-outcome")).ToHaveValueAsync("needs_template", new() { Timeout = Pages.Patience });
        await other.Locator(".behaviour label.switch input").First.CheckAsync();
        await Assertions.Expect(one.Locator(".behaviour label.switch input").First).ToBeCheckedAsync(new() { Timeout = Pages.Patience });
        await LookAsync(one, $"simulator-{scheme}-{width}");
        await other.GetByRole(AriaRole.Button, new() { Name = "Volver a lo normal" }).ClickAsync();
        await Assertions.Expect(one.Locator("#sim-outcome")).ToHaveValueAsync("", new() { Timeout = Pages.Patience });
    }

    private async Task<IPage> PhoneAsync(IBrowserContext context)
    {
        var page = await context.SignInAsync(_access.Email, _access.Password!);
        await page.GetByText("Teléfono de prueba").First.ClickAsync();
        await page.Locator(".device").WaitForAsync();
        return page;
    }

    private async Task<IBrowserContext> ContextAsync(ColorScheme scheme, int width) => await (await Chromium.BrowserAsync()).NewContextAsync(new()
    {
        BaseURL = _app.Address.ToString(),
        Locale = "es-MX",
        ColorScheme = scheme,
        ReducedMotion = ReducedMotion.Reduce,
        ViewportSize = new() { Width = width, Height = 850 },
    });

    private static async Task LookAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CHATFLOW_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"), name + " scrolls sideways");
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join("\n", found.Violations.Select(v => $"{v.Id} {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")));
    }

    [GeneratedRegex("Envía y recibe|Sin movimiento")]
    private static partial Regex Fine();
}
