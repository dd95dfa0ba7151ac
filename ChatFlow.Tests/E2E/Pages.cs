using Microsoft.Playwright;

namespace ChatFlow.Tests.E2E;

/// <summary>Getting to a page that answers: what is done to one that was only drawn so far is lost.</summary>
internal static class Pages
{
    /// <summary>Enough for a small machine that does several things at once.</summary>
    public const float Patience = 60_000;

    public static async Task<IPage> SignInAsync(this IBrowserContext context, string email, string password, string path = "/inbox")
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(Patience);
        await page.GotoAsync($"/account/login?ReturnUrl={Uri.EscapeDataString(path)}");
        await page.FillAsync("[name='Input.Email']", email);
        await page.FillAsync("[name='Input.Password']", password);
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForURLAsync("**" + path);
        await page.InteractiveAsync();
        return page;
    }

    public static async Task OpenAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.InteractiveAsync();
    }

    public static Task InteractiveAsync(this IPage page) =>
        page.Locator("[data-interactive=true]").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = Patience });

    /// <summary>Drags a piece of the builder's palette before its first step: both must be in view, the browser does not scroll for a test.</summary>
    public static async Task DragStepAsync(this IPage page, string piece)
    {
        var list = page.GetByTestId("steps");
        var steps = await list.Locator("article").CountAsync();
        await page.Locator($"[data-piece={piece}]").DragToAsync(list.Locator(".slot").First);
        await Assertions.Expect(list.Locator("article")).ToHaveCountAsync(steps + 1, new() { Timeout = Patience });
    }

    /// <summary>Pictures to look at, only for whoever asks for them: light, dark and on a phone.</summary>
    public static async Task ShotAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CHATFLOW_TEST_SHOTS") is not { Length: > 0 } folder)
            return;
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-dark.png"), FullPage = true });
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(390, 844);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-390.png"), FullPage = true });
        await page.SetViewportSizeAsync(1280, 900);
    }
}
