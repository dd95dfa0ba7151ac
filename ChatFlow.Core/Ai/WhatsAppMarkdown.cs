using System.Text;
using System.Text.RegularExpressions;

namespace ChatFlow.Core.Ai;

/// <summary>Turns the Markdown that models write into the marks that WhatsApp shows, and keeps to its length.</summary>
public static partial class WhatsAppMarkdown
{
    /// <summary>The longest text message that WhatsApp takes, in characters.</summary>
    public const int LongestText = 4096;

    public static string Convert(string markdown)
    {
        // A single star is WhatsApp's own bold, unless the text shows by its double stars that it is Markdown.
        var starsAreItalic = DoubleStar().IsMatch(markdown);
        var text = new StringBuilder(markdown.Length);
        var position = 0;
        foreach (Match code in Code().Matches(markdown))
        {
            text.Append(Prose(markdown[position..code.Index], starsAreItalic));
            text.Append(code.Groups["fence"].Success ? $"```{code.Groups["fence"].Value.Trim('\n', '\r')}```" : code.Value);
            position = code.Index + code.Length;
        }

        text.Append(Prose(markdown[position..], starsAreItalic));
        return ManyLines().Replace(text.ToString(), "\n\n").Trim();
    }

    /// <summary>Cuts at the end of a paragraph, sentence or word, never inside a character.</summary>
    public static string Cut(string text, int longest = LongestText)
    {
        if (text.Length <= longest)
            return text;
        var head = text[..(longest - 1)];
        if (char.IsHighSurrogate(head[^1]))
            head = head[..^1];
        int[] ends = [head.LastIndexOf("\n\n", StringComparison.Ordinal), LastSentence().Match(head) is { Success: true } m ? m.Index + 1 : -1, head.LastIndexOf(' ')];
        var end = Array.Find(ends, e => e > longest / 2);
        return (end > 0 ? head[..end] : head).TrimEnd() + "…";
    }

    private static string Prose(string text, bool starsAreItalic)
    {
        text = LineBreak().Replace(text, "\n");
        text = TableRule().Replace(text, "");
        text = TableRow().Replace(text, row => string.Join(" · ", row.Value.Trim().Trim('|').Split('|').Select(c => c.Trim()).Where(c => c.Length > 0)));
        text = Rule().Replace(text, "");
        text = Image().Replace(text, "$1");
        text = Link().Replace(text, link => SameAddress(link.Groups[1].Value, link.Groups[2].Value) ? link.Groups[2].Value : $"{link.Groups[1].Value}: {link.Groups[2].Value}");
        text = AngleLink().Replace(text, "$1");
        text = Bullet().Replace(text, "$1- ");
        text = Heading().Replace(text, heading => $"\ue000{heading.Groups[1].Value.Replace("*", "", StringComparison.Ordinal).Trim()}\ue000");

        var result = new StringBuilder(text.Length);
        var position = 0;
        foreach (Match address in Address().Matches(text))
        {
            result.Append(Marks(text[position..address.Index], starsAreItalic)).Append(address.Value);
            position = address.Index + address.Length;
        }

        return result.Append(Marks(text[position..], starsAreItalic)).ToString();
    }

    // Bold passes through a private character, so that the star it becomes is not taken for italics.
    private static string Marks(string text, bool starsAreItalic)
    {
        text = BoldItalic().Replace(text, "\ue000_$1_\ue000");
        text = Bold().Replace(text, "\ue000$2\ue000");
        if (starsAreItalic)
            text = Italic().Replace(text, "_$1_");
        text = Struck().Replace(text, "~$1~");
        text = Escaped().Replace(text, "$1");
        return text.Replace('\ue000', '*');
    }

    private static bool SameAddress(string words, string address) =>
        address.Contains(words.Trim().TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\*\*\S")]
    private static partial Regex DoubleStar();

    [GeneratedRegex(@"```[\w+#-]*[ \t]*\n(?<fence>[\s\S]*?)```|```[^`]+```|`[^`\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"<br\s*/?>", RegexOptions.IgnoreCase)]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*\n?", RegexOptions.Multiline)]
    private static partial Regex TableRule();

    [GeneratedRegex(@"^[ \t]*\|[^\n]*\|[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"!\[[^\]\n]*\]\(\s*<?([^\s)>]+)>?[^)\n]*\)")]
    private static partial Regex Image();

    [GeneratedRegex(@"\[([^\]\n]+)\]\(\s*<?((?:https?://|mailto:|tel:)[^\s)>]+)>?[^)\n]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"<(https?://[^\s>]+)>")]
    private static partial Regex AngleLink();

    [GeneratedRegex(@"^([ \t]*)[*+][ \t]+", RegexOptions.Multiline)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^[ \t]*#{1,6}[ \t]+([^\n]+?)[ \t]*#*[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"https?://\S*[^\s*_~.,;:!?)]")]
    private static partial Regex Address();

    [GeneratedRegex(@"\*\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*\*")]
    private static partial Regex BoldItalic();

    [GeneratedRegex(@"(?:(?<!\w)(__)|(?:\*\*))(?=\S)((?(1)[^\n]+?|(?:[^*\n]|\*(?!\*))+?))(?<=\S)(?(1)__(?!\w)|\*\*)")]
    private static partial Regex Bold();

    [GeneratedRegex(@"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")]
    private static partial Regex Italic();

    [GeneratedRegex(@"~~(?=\S)([^~\n]+?)(?<=\S)~~")]
    private static partial Regex Struck();

    [GeneratedRegex(@"\\([\\`*_{}\[\]()#+\-.!|>~])")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"(?:\n[ \t]*){3,}")]
    private static partial Regex ManyLines();

    [GeneratedRegex(@"[.!?…](?=\s)", RegexOptions.RightToLeft)]
    private static partial Regex LastSentence();
}
