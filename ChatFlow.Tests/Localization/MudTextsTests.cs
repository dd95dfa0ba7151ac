using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using ChatFlow.Web.Components.Shared;
using MudBlazor;
using Xunit;

namespace ChatFlow.Tests.Localization;

/// <summary>MudBlazor formats its texts itself: a missing key shows English, a wrong placeholder is an error page.</summary>
public sealed partial class MudTextsTests
{
    [Theory]
    [InlineData("es")]
    [InlineData("en")]
    [InlineData("pt")]
    public void Every_text_of_the_component_library_is_translated_with_its_placeholders(string language)
    {
        var originals = new ResourceReader(typeof(MudLocalizer).Assembly.GetManifestResourceStream("MudBlazor.Resources.LanguageResource.resources")!)
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        var ours = new ResourceManager(typeof(MudTexts));
        var culture = CultureInfo.GetCultureInfo(language);

        Assert.All(originals, original =>
        {
            var text = ours.GetString(original.Key, culture);
            Assert.False(string.IsNullOrWhiteSpace(text), original.Key);
            Assert.Equal(Numbers(original.Value), Numbers(text));
            Assert.NotEmpty(string.Format(culture, text, "a", "b", "c", "d"));
        });
    }

    private static string[] Numbers(string text) => [.. Placeholder().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();
}
