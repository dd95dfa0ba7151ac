using Xunit;

namespace ChatFlow.Tests.Support;

public sealed class ChromiumTests
{
    [Fact]
    public async Task The_browser_of_the_run_renders_a_page()
    {
        var browser = await Chromium.BrowserAsync();
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();

        await page.SetContentAsync("<h1>ChatFlow</h1>");

        Assert.Equal("ChatFlow", await page.InnerTextAsync("h1"));
    }
}
