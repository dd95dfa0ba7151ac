using Bunit;
using ChatFlow.Core.Common;
using ChatFlow.Web.Components.Shared;
using Xunit;

namespace ChatFlow.Tests.Components.Shared;

public sealed class PageStateTests : SharedContext
{
    [Fact]
    public void While_loading_it_shows_the_skeleton_and_says_so_to_those_who_do_not_see_it()
    {
        var page = Render<PageState>(p => p.Add(x => x.Loading, true).AddChildContent("the data"));

        Assert.Equal("Cargando", page.Find("[role=status]").TextContent);
        Assert.NotEmpty(page.FindAll(".cf-skeleton"));
        Assert.DoesNotContain("the data", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_page_says_what_it_is_for()
    {
        var page = Render<PageState>(p => p
            .Add(x => x.Empty, true)
            .Add(x => x.EmptyContent, "nothing yet")
            .AddChildContent("the data"));

        Assert.Contains("nothing yet", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("the data", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_wins_is_told_in_the_persons_language_and_can_be_retried()
    {
        var retried = 0;
        var page = Render<PageState>(p => p
            .Add(x => x.Loading, true)
            .Add(x => x.Error, new ForbiddenError())
            .Add(x => x.ErrorId, "abc123")
            .Add(x => x.OnRetry, () => retried++)
            .AddChildContent("the data"));

        page.Find("button").Click();

        Assert.Equal(1, retried);
        Assert.Contains("Tu rol no permite hacer esto", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Código para soporte: abc123", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("the data", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_without_a_text_of_its_own_shows_the_message_of_the_interface()
    {
        var page = Render<PageState>(p => p.Add(x => x.Error, new ConflictError("no_such_text", "Another one has it.")));

        Assert.Contains("Another one has it.", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public void Data_is_shown_when_it_is_there()
    {
        var page = Render<PageState>(p => p.AddChildContent("the data"));

        Assert.Equal("the data", page.Markup.Trim());
    }

    [Fact]
    public void A_text_takes_its_numbers_from_the_error()
    {
        Assert.Equal("Elige entre 1 y 500 contactos.", ErrorText.Of(new TooMany(500)));
    }

    private sealed record TooMany(int Most) : ValidationError("contact.ids_invalid", "Too many.");
}
