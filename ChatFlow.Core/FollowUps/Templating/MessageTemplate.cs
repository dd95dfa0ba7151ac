using System.Text;
using System.Text.RegularExpressions;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>
/// The text of a step with its variables, Liquid style: <c>Hola {{ contact.first_name | default: "hola" }}</c>. Short
/// names and single braces (<c>{nombre}</c>) are understood. Immutable; parse once, render for many contacts.
/// </summary>
public sealed partial class MessageTemplate
{
    /// <summary>The longest text WhatsApp takes.</summary>
    public const int MaxLength = 4096;

    internal const string Field = "messageTemplate";

    private readonly IReadOnlyList<TemplateNode> _nodes;

    private MessageTemplate(IReadOnlyList<TemplateNode> nodes, IEnumerable<string> variables, IEnumerable<string> required)
    {
        _nodes = nodes;
        Variables = [.. variables];
        VariablesWithoutDefault = [.. required];
    }

    /// <summary>Full paths of all variables, sorted.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>Those whose absence keeps the text from being sent.</summary>
    public IReadOnlyList<string> VariablesWithoutDefault { get; }

    /// <summary>
    /// Reads and checks a text. Errors, all on field <c>messageTemplate</c>: <c>template_empty</c>,
    /// <c>template_too_long</c>, <c>template_syntax</c>, <c>template_unclosed</c>, <c>template_unknown_variable</c>,
    /// <c>template_unknown_filter</c>, <c>template_tag_not_allowed</c>.
    /// </summary>
    public static Result<MessageTemplate> Parse(string? text, TemplateVocabulary? vocabulary = null)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new ValidationError("template_empty", "The message has no text.", Field);
        if (text.Length > MaxLength)
            return new ValidationError("template_too_long", $"A message has {MaxLength} characters at most.", Field);
        var reader = new TemplateExpressionReader(vocabulary ?? TemplateVocabulary.Open);
        var parser = new TemplateParser(SingleBraces().Replace(text, "{{$1}}"), reader);
        var nodes = parser.Parse();
        return reader.Error is { } error ? error : new MessageTemplate(nodes, reader.Variables, parser.Required);
    }

    /// <summary>The text for one contact, or why it cannot be sent. Values are inserted as they are, never parsed.</summary>
    public RenderedText Render(TemplateValues values)
    {
        var output = new StringBuilder();
        if (Write(_nodes, values, output) is { } missing)
            return new RenderedText(null, DecisionReason.MissingVariable, missing);
        var text = output.ToString().Trim();
        return text.Length == 0 ? new RenderedText(null, DecisionReason.MissingVariable)
            : text.Length > MaxLength ? new RenderedText(null, DecisionReason.MessageTooLong)
            : new RenderedText(text);
    }

    /// <summary>Null, or the first variable that is needed and has no value.</summary>
    private static string? Write(IReadOnlyList<TemplateNode> nodes, TemplateValues values, StringBuilder output)
    {
        foreach (var node in nodes)
        {
            string? missing = null;
            switch (node)
            {
                case TemplateNode.Text text:
                    output.Append(text.Value);
                    break;
                case TemplateNode.Output shown:
                    var value = TemplateText.Of(shown.Expression.Evaluate(values));
                    missing = string.IsNullOrWhiteSpace(value) ? shown.Required : null;
                    output.Append(value, 0, Math.Min(value.Length, MaxLength + 1));
                    break;
                case TemplateNode.Choice choice:
                    var branch = choice.Branches.FirstOrDefault(b => b.Condition?.Holds(values) != false);
                    missing = branch is null ? null : Write(branch.Body, values, output);
                    break;
            }

            if (missing is not null)
                return missing;
        }

        return null;
    }

    // {nombre}, {contact.phone}: one word between single braces is a variable, anything else is text.
    [GeneratedRegex(@"(?<!\{)\{\s*([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)\s*\}(?!\})", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SingleBraces();
}
