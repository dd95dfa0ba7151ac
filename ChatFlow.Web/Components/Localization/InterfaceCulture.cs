using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Primitives;

namespace ChatFlow.Web.Components.Localization;

/// <summary>
/// The language of the interface: the person's choice (a cookie), else the browser's, else Spanish. Words come in three
/// languages; dates and numbers follow the browser's country where it speaks the same language, so that 1,234.50 in Mexico
/// is 1.234,50 in Argentina.
/// </summary>
public sealed class InterfaceCulture : RequestCultureProvider
{
    public const string Spanish = "es";

    /// <summary>Languages in the order in which they are offered, each with its own name.</summary>
    public static IReadOnlyList<(string Code, string Name)> Languages { get; } =
        [(Spanish, "Español"), ("en", "English"), ("pt", "Português")];

    private static readonly Dictionary<string, string> s_usualCountry = new(StringComparer.Ordinal)
    {
        [Spanish] = "es-419",
        ["en"] = "en-US",
        ["pt"] = "pt-BR",
    };

    public static bool IsOffered(string? language) => language is not null && s_usualCountry.ContainsKey(language);

    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var preferred = httpContext.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(header => header.Quality ?? 1)
            .Select(header => header.Value)
            .ToList();
        var chosen = httpContext.Request.Cookies[InterfaceCookies.Culture(httpContext.Request)];
        var language = IsOffered(chosen)
            ? chosen!
            : preferred.Select(value => LanguageOf(value)).FirstOrDefault(IsOffered) ?? Spanish;
        var formats = preferred.Select(value => value.ToString()).FirstOrDefault(value => LanguageOf(value) == language && IsKnown(value));
        return Task.FromResult<ProviderCultureResult?>(new(formats ?? s_usualCountry[language], language));
    }

    private static string LanguageOf(StringSegment value) => value.ToString().Split('-')[0].ToLowerInvariant();

    /// <summary>Only names with a country: "es" alone would mean Spain's formats.</summary>
    private static bool IsKnown(string name) =>
        name.Contains('-', StringComparison.Ordinal) && s_known.Value.ContainsKey(name);

    private static readonly Lazy<Dictionary<string, CultureInfo>> s_known = new(() =>
        CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Where(culture => s_usualCountry.ContainsKey(culture.TwoLetterISOLanguageName))
            .ToDictionary(culture => culture.Name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Every culture that <see cref="DetermineProviderCultureResult"/> can answer.</summary>
    public static IList<CultureInfo> Formats => [.. s_known.Value.Values, CultureInfo.GetCultureInfo("es-419")];
}
