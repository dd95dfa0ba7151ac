using System.Text.RegularExpressions;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;
using Fluid;

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

    private static readonly FluidParser s_parser = new();

    private readonly IFluidTemplate _template;
    private readonly TemplateVocabulary _vocabulary;

    private MessageTemplate(IFluidTemplate template, TemplateVocabulary vocabulary, TemplateCheck check)
    {
        _template = template;
        _vocabulary = vocabulary;
        Variables = [.. check.Variables];
        VariablesWithoutDefault = [.. check.Required];
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
        var words = vocabulary ?? TemplateVocabulary.Open;
        if (string.IsNullOrWhiteSpace(text))
            return new ValidationError("template_empty", "The message has no text.", Field);
        if (text.Length > MaxLength)
            return new ValidationError("template_too_long", $"A message has {MaxLength} characters at most.", Field);
        var doubled = SingleBraces().Replace(text, "{{$1}}");
        if (!s_parser.TryParse(doubled, out var parsed, out _))
            return Unreadable(doubled);
        var check = new TemplateCheck(words);
        var rewritten = check.VisitTemplate(parsed);
        return check.Error is { } error ? error : new MessageTemplate(rewritten, words, check);
    }

    /// <summary>The text for one contact, or why it cannot be sent. Values are inserted as they are, never parsed.</summary>
    public RenderedText Render(TemplateValues values)
    {
        var context = values.ToContext(TemplateFilters.Options, _vocabulary.Extra);
        string text;
        try
        {
            text = _template.Render(context).Trim();
        }
        catch (InvalidOperationException)
        {
            // Thrown when the step budget is used up.
            return new RenderedText(null, DecisionReason.InvalidTemplate);
        }

        if (context.AmbientValues.TryGetValue(RequiredExpression.MissingKey, out var missing))
            return new RenderedText(null, DecisionReason.MissingVariable, (string)missing);
        if (text.Length == 0)
            return new RenderedText(null, DecisionReason.MissingVariable);
        return text.Length > MaxLength ? new RenderedText(null, DecisionReason.MessageTooLong) : new RenderedText(text);
    }

    private static ValidationError Unreadable(string text) =>
        text.Split("{{").Length != text.Split("}}").Length || text.Split("{%").Length != text.Split("%}").Length
            ? new("template_unclosed", "A variable or tag is not closed, or was never opened.", Field)
            : new("template_syntax", "The variables of this text cannot be read.", Field);

    // {nombre}, {contact.phone}: one word between single braces is a variable, anything else is text.
    [GeneratedRegex(@"(?<!\{)\{\s*([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)\s*\}(?!\})", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SingleBraces();
}
