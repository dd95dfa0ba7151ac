using System.Globalization;
using System.Text;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Channels;

/// <summary>
/// Buttons or a list under a text. At most three buttons, or ten rows in all; the lengths are Meta's
/// (contracts/meta-cloud.md section 7). A channel without them sends the choices as numbered lines.
/// </summary>
public sealed record OutboundInteractive
{
    public const int MostButtons = 3;
    public const int MostRows = 10;
    public const int LongestButton = 20;
    public const int LongestRow = 24;
    public const int LongestDescription = 72;
    public const int LongestNote = 60;
    public const int LongestId = 256;

    /// <summary>WhatsApp cuts a text with buttons or a list earlier than a plain one.</summary>
    public const int LongestText = 1024;

    public string? Header { get; init; }

    public string? Footer { get; init; }

    public IReadOnlyList<InteractiveButton> Buttons { get; init; } = [];

    /// <summary>What opens the list; with it there are sections and no buttons.</summary>
    public string? ListButton { get; init; }

    public IReadOnlyList<InteractiveSection> Sections { get; init; } = [];

    /// <summary>What WhatsApp would refuse, with the field of the REST interface; null when it may go.</summary>
    public ValidationError? Problem(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Wrong("Buttons and lists stand under a text.", "text");
        if (text.Length > LongestText)
            return Wrong($"At most {LongestText} characters with buttons or a list.", "text");
        if (TooLong(Header, LongestNote) || TooLong(Footer, LongestNote))
            return Wrong($"At most {LongestNote} characters.", Header is { Length: > LongestNote } ? "interactive.header" : "interactive.footer");
        if (Buttons.Count > 0 == (Sections.Count > 0))
            return Wrong("Give buttons or a list, one of them.", "interactive");
        return Buttons.Count > 0 ? ButtonsProblem() : ListProblem();
    }

    /// <summary>The choices as numbered lines, for channels that know neither buttons nor lists.</summary>
    public string AsText(string text)
    {
        var words = new StringBuilder();
        if (Header is { Length: > 0 })
            words.Append('*').Append(Header).Append("*\n");
        words.Append(text).Append('\n');
        var number = 0;
        foreach (var button in Buttons)
            words.Append(CultureInfo.InvariantCulture, $"\n{++number}. {button.Title}");
        foreach (var section in Sections)
        {
            if (section.Title is { Length: > 0 })
                words.Append(CultureInfo.InvariantCulture, $"\n*{section.Title}*");
            foreach (var row in section.Rows)
                words.Append(CultureInfo.InvariantCulture, $"\n{++number}. {row.Title}{(row.Description is { Length: > 0 } more ? $" ({more})" : "")}");
        }

        if (Footer is { Length: > 0 })
            words.Append("\n\n_").Append(Footer).Append('_');
        return words.ToString();
    }

    private ValidationError? ButtonsProblem()
    {
        if (Buttons.Count > MostButtons)
            return Wrong($"At most {MostButtons} buttons.", "interactive.buttons");
        if (Buttons.Any(b => Bad(b.Title, LongestButton) || Bad(b.Id, LongestId)))
            return Wrong($"A button has an id and a title of at most {LongestButton} characters.", "interactive.buttons");
        return Repeats(Buttons.Select(b => b.Id)) || Repeats(Buttons.Select(b => b.Title))
            ? Wrong("Two buttons are the same.", "interactive.buttons")
            : null;
    }

    private ValidationError? ListProblem()
    {
        if (Bad(ListButton, LongestButton))
            return Wrong($"The list needs a button of at most {LongestButton} characters.", "interactive.list.button");
        var rows = Sections.SelectMany(s => s.Rows).ToList();
        if (rows.Count is 0 or > MostRows || Sections.Any(s => s.Rows.Count == 0))
            return Wrong($"A list has 1 to {MostRows} rows in all, and no empty section.", "interactive.list.sections");
        if (Sections.Any(s => TooLong(s.Title, LongestRow) || (Sections.Count > 1 && string.IsNullOrWhiteSpace(s.Title))))
            return Wrong($"With several sections each has a title of at most {LongestRow} characters.", "interactive.list.sections");
        if (rows.Any(r => Bad(r.Title, LongestRow) || Bad(r.Id, LongestId) || TooLong(r.Description, LongestDescription)))
            return Wrong($"A row has an id, a title of at most {LongestRow} and a description of at most {LongestDescription} characters.", "interactive.list.sections");
        return Repeats(rows.Select(r => r.Id)) ? Wrong("Two rows have the same id.", "interactive.list.sections") : null;
    }

    private static bool Bad(string? text, int longest) => string.IsNullOrWhiteSpace(text) || text.Length > longest;

    private static bool TooLong(string? text, int longest) => text is not null && text.Length > longest;

    private static bool Repeats(IEnumerable<string> texts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return texts.Any(text => !seen.Add(text));
    }

    private static ValidationError Wrong(string message, string field) => new("interactive.invalid", message, field);
}

public sealed record InteractiveButton(string Id, string Title);

public sealed record InteractiveSection(string? Title, IReadOnlyList<InteractiveRow> Rows);

public sealed record InteractiveRow(string Id, string Title, string? Description = null);
