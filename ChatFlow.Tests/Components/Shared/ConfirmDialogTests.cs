using Bunit;
using ChatFlow.Web.Components.Shared;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;

namespace ChatFlow.Tests.Components.Shared;

public sealed class ConfirmDialogTests : SharedContext
{
    private static readonly ConfirmQuestion s_question = new("¿Eliminar 412 contactos y 9.310 mensajes?", "Eliminar");

    [Fact]
    public async Task Yes_is_the_verb_on_the_button()
    {
        var (page, answer) = await AskAsync(s_question);

        Assert.Contains("412 contactos", page.Find("h2").TextContent, StringComparison.Ordinal);
        Assert.Equal("Eliminar", page.Find(".is-danger").TextContent);
        await page.Find("form").SubmitAsync();

        Assert.True(await answer);
    }

    [Fact]
    public async Task Cancel_is_no()
    {
        var (page, answer) = await AskAsync(s_question);

        await page.Find(".is-quiet").ClickAsync();

        Assert.False(await answer);
    }

    [Fact]
    public async Task What_cannot_be_undone_wants_to_be_typed()
    {
        var (page, answer) = await AskAsync(s_question with { Typed = "Panadería Sol" });

        Assert.True(page.Find(".is-danger").HasAttribute("disabled"));
        await page.Find("form").SubmitAsync();
        Assert.False(answer.IsCompleted);

        await page.Find("input").InputAsync("panadería sol ");
        Assert.False(page.Find(".is-danger").HasAttribute("disabled"));
        await page.Find("form").SubmitAsync();

        Assert.True(await answer);
    }

    private async Task<(IRenderedComponent<MudDialogProvider> Page, Task<bool> Answer)> AskAsync(ConfirmQuestion question)
    {
        var page = Render<MudDialogProvider>();
        Task<bool>? answer = null;
        await page.InvokeAsync(() => { answer = ConfirmDialog.AskAsync(Services.GetRequiredService<IDialogService>(), question); });
        page.WaitForElement("h2");
        return (page, answer!);
    }
}
