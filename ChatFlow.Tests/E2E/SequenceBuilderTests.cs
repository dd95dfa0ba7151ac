using ChatFlow.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace ChatFlow.Tests.E2E;

public sealed class SequenceBuilderTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    [Fact]
    public async Task A_newcomer_drags_two_steps_into_a_sequence_and_switches_it_on()
    {
        var stop = TestContext.Current.CancellationToken;
        var organization = await fixture.App.OpenAsync(stop);
        var browser = await Chromium.BrowserAsync();
        await using var context = await browser.NewContextAsync(new() { BaseURL = fixture.App.Address.ToString(), Locale = "es-MX", ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.SignInAsync(organization.AdminEmail, TestOrganization.Password, "/sequences/new");

        await page.DragStepAsync("PaletteNow");
        await page.DragStepAsync("PaletteReminder");
        await FillDelayAsync(page, 0, "1");
        await FillDelayAsync(page, 1, "2");
        await page.GetByTestId("lift-limits").CheckAsync();
        await page.GetByLabel("Nombre", new() { Exact = true }).FillAsync("Retomar");
        await page.GetByLabel("Activa", new() { Exact = false }).First.CheckAsync();
        await page.ShotAsync("builder");
        await page.GetByRole(AriaRole.Button, new() { Name = "Guardar" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.EndsWith("/new", StringComparison.Ordinal));

        Assert.Equal("2 minutes,1 minutes", string.Join(',', await fixture.App.Database.QueryAsync(
            "SELECT delay_amount || ' ' || delay_unit FROM follow_up_messages WHERE organization_id = $1 ORDER BY step_order DESC", r => r.GetString(0), stop, organization.Id)));
        Assert.True(await fixture.App.Database.ScalarAsync<bool>(
            "SELECT enabled AND (policy->>'liftLimits')::boolean FROM follow_up_sequences WHERE organization_id = $1", stop, organization.Id));
        await page.OpenAsync("/sequences");
        await page.GetByText("Retomar").WaitForAsync();
        await page.ShotAsync("list");
    }

    private static async Task FillDelayAsync(IPage page, int step, string amount)
    {
        var card = page.Locator("article").Nth(step);
        await card.Locator("input[type=number]").FillAsync(amount);
        await card.Locator("select").SelectOptionAsync("Minutes");
    }
}
