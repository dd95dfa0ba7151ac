using ChatFlow.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace ChatFlow.Tests.E2E;

/// <summary>On a slow line a page is read, and written into, long before it answers: nothing of that is lost.</summary>
public sealed class EarlyTypingTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    [Fact]
    public async Task What_is_typed_before_the_page_answers_counts()
    {
        var stop = TestContext.Current.CancellationToken;
        var organization = await fixture.App.OpenAsync(stop);
        var browser = await Chromium.BrowserAsync();
        await using var context = await browser.NewContextAsync(new() { BaseURL = fixture.App.Address.ToString(), Locale = "es-MX", ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.SignInAsync(organization.AdminEmail, TestOrganization.Password, "/contacts");

        await OpenSlowlyAsync(page, "/contacts/new", async () =>
        {
            await page.FillAsync("#contact-phone", "+52 55 1234 0099");
            await page.FillAsync("#contact-name", "José Temprano");
            await page.SelectOptionAsync("#contact-status", "Customer");
            await page.FocusAsync("#contact-email");
            await page.Keyboard.TypeAsync("jose@ejemplo");
        });
        await Assertions.Expect(page.Locator("#contact-email")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(".mx");
        await page.GetByRole(AriaRole.Button, new() { Name = "Crear contacto" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.EndsWith("/new", StringComparison.Ordinal));
        Assert.Equal("José Temprano, jose@ejemplo.mx, customer", Assert.Single(await fixture.App.Database.QueryAsync(
            "SELECT name || ', ' || email || ', ' || status FROM contacts WHERE organization_id = $1", r => r.GetString(0), stop, organization.Id)));
        var contact = new Uri(page.Url).AbsolutePath.Split('/')[^1];

        await OpenSlowlyAsync(page, $"/inbox/{contact}", () => page.FillAsync("#composer", "Hola, José"));
        await page.Locator("#composer[data-ready]").WaitForAsync();
        Assert.Equal("Hola, José", await page.InputValueAsync("#composer"));

        await OpenSlowlyAsync(page, "/sequences/new", async () =>
        {
            await page.FillAsync("#name", "Retomar");
            await page.GetByLabel("Activa", new() { Exact = false }).First.CheckAsync();
        });
        await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("Retomar");
        await Assertions.Expect(page.GetByLabel("Activa", new() { Exact = false }).First).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator(".save-bar")).ToBeVisibleAsync();

        foreach (var (path, field) in new[] { ("/settings", "#organization-name"), ("/bot", "#business-description") })
        {
            await OpenSlowlyAsync(page, path, () => page.FillAsync(field, "Gimnasio Fénix"));
            await Assertions.Expect(page.Locator(field)).ToHaveValueAsync("Gimnasio Fénix");
            await Assertions.Expect(page.Locator(".save-bar")).ToBeVisibleAsync();
        }
    }

    // The page is there and the circuit is not, until the early things are done.
    private static async Task OpenSlowlyAsync(IPage page, string path, Func<Task> early)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task HoldAsync(IRoute route)
        {
            await done.Task;
            await route.ContinueAsync();
        }

        void Leave(object? sender, IDialog dialog) => _ = dialog.AcceptAsync();
        page.Dialog += Leave;
        await page.RouteAsync("**/_blazor/negotiate**", HoldAsync);
        try
        {
            await page.GotoAsync(path);
            page.Dialog -= Leave;
            await page.Locator("[data-interactive=false]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await early();
        }
        finally
        {
            done.SetResult();
        }

        await page.InteractiveAsync();
        await page.UnrouteAsync("**/_blazor/negotiate**", HoldAsync);
    }
}
