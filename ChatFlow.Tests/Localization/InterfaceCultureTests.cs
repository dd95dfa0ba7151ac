using ChatFlow.Web.Components.Localization;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ChatFlow.Tests.Localization;

public sealed class InterfaceCultureTests
{
    [Theory]
    [InlineData(null, null, "es", "es-419")]
    [InlineData("es-AR,es;q=0.9,en;q=0.8", null, "es", "es-AR")]
    [InlineData("pt-BR,pt;q=0.9", null, "pt", "pt-BR")]
    [InlineData("fr-FR,fr;q=0.9,en;q=0.5", null, "en", "en-US")]
    [InlineData("en-GB", "pt", "pt", "pt-BR")]
    [InlineData("en;q=0.8,es-MX;q=0.9", null, "es", "es-MX")]
    [InlineData("de-DE", "klingon", "es", "es-419")]
    [InlineData("es-XX-broken", null, "es", "es-419")]
    public async Task The_choice_wins_then_the_browser_then_spanish(string? browser, string? chosen, string language, string formats)
    {
        var context = new DefaultHttpContext();
        if (browser is not null)
            context.Request.Headers.AcceptLanguage = browser;
        if (chosen is not null)
            context.Request.Headers.Cookie = $"chatflow.culture={chosen}";

        var culture = await new InterfaceCulture().DetermineProviderCultureResult(context);

        Assert.Equal(language, culture!.UICultures[0].Value);
        Assert.Equal(formats, culture.Cultures[0].Value);
        Assert.Contains(InterfaceCulture.Formats, known => known.Name == formats);
    }

    [Theory]
    [InlineData("/contacts?search=a", "/contacts?search=a")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/a\r\nb", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void After_choosing_people_come_back_to_this_site_only(string? asked, string path) =>
        Assert.Equal(path, CultureEndpoint.LocalPath(asked));
}
