using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace ChatFlow.Tests.Localization;

/// <summary>
/// Every text exists in the three languages with the same placeholders, and every key that code asks for exists. Keys are
/// asked for as <c>L["Key"]</c> or <c>T["Key"]</c> (texts of the same folder) and <c>S["Key"]</c> (SharedTexts).
/// </summary>
public sealed partial class TextsTests
{
    private static readonly string[] s_languages = ["", ".en", ".pt"];
    private static readonly string s_web = FindWeb();

    public static TheoryData<string> Families =>
        [.. Directory.EnumerateFiles(s_web, "*.resx", SearchOption.AllDirectories)
            .Where(IsSource)
            .Select(path => Path.GetRelativePath(s_web, path))
            .Where(path => !path.EndsWith(".en.resx", StringComparison.Ordinal) && !path.EndsWith(".pt.resx", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_text_exists_in_every_language_with_the_same_placeholders(string family)
    {
        var stem = Path.Combine(s_web, family[..^".resx".Length]);
        var texts = s_languages.Select(language => Read(stem + language + ".resx")).ToArray();
        var wrong = new List<string>();
        foreach (var key in texts.SelectMany(t => t.Keys).Distinct())
        {
            for (var i = 0; i < s_languages.Length; i++)
            {
                if (!texts[i].TryGetValue(key, out var text))
                    wrong.Add($"{key} is missing in '{s_languages[i]}'");
                else if (string.IsNullOrWhiteSpace(text))
                    wrong.Add($"{key} is empty in '{s_languages[i]}'");
                else if (texts[0].TryGetValue(key, out var spanish) && !Placeholders(text).SetEquals(Placeholders(spanish)))
                    wrong.Add($"{key} has other placeholders in '{s_languages[i]}': {text}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_key_that_code_asks_for_exists()
    {
        var shared = Read(Path.Combine(s_web, "Components", "Shared", "SharedTexts.resx"));
        var wrong = new List<string>();
        foreach (var file in Directory.EnumerateFiles(s_web, "*.*", SearchOption.AllDirectories).Where(IsSource))
        {
            if (Path.GetExtension(file) is not (".razor" or ".cs"))
                continue;

            var own = Directory.EnumerateFiles(Path.GetDirectoryName(file)!, "*.resx").SelectMany(path => Read(path).Keys).ToHashSet();
            foreach (Match use in KeyInCode().Matches(File.ReadAllText(file)))
            {
                var key = use.Groups["key"].Value;
                var known = use.Groups["of"].Value == "S" ? shared.ContainsKey(key) : own.Contains(key);
                if (!known)
                    wrong.Add($"{Path.GetRelativePath(s_web, file)}: {use.Value}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void There_are_texts_to_check() => Assert.NotEmpty(Families);

    private static Dictionary<string, string> Read(string path) =>
        File.Exists(path)
            ? XDocument.Load(path).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")?.Value ?? "")
            : [];

    private static HashSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(m => m.Groups[1].Value)];

    private static bool IsSource(string path) =>
        !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string FindWeb()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ChatFlow.Web.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("ChatFlow.Web.sln is not above the tests.");
        return Path.Combine(folder.FullName, "ChatFlow.Web");
    }

    [GeneratedRegex("""\b(?<of>[LTS])\["(?<key>[^"\\{}]+)"[\],]""")]
    private static partial Regex KeyInCode();

    [GeneratedRegex("""\{(\d+|[A-Z]\w*)[^}]*\}""")]
    private static partial Regex Placeholder();
}
