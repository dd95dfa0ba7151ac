using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>
/// Whether values fit a template, before anything is sent: Meta refuses one too many or too few (132000), and a template
/// that is not approved. Pure.
/// </summary>
public static class TemplateFit
{
    /// <summary>WhatsApp's limit of the body once it is filled in (132005).</summary>
    public const int LongestBody = 1024;

    /// <summary>The send as Meta wants it, names filled in, and the words that the contact reads.</summary>
    public static Result<(OutboundTemplate Template, string Text)> Of(OutboundTemplate wanted, WhatsAppTemplate known, bool hasPhone)
    {
        if (known.Status != TemplateStatus.Approved)
            return new TemplateNotApproved(known.Name, known.Status);
        if (known.Category == TemplateCategory.Authentication && !hasPhone)
            return new TemplateNeedsPhone();
        var content = TemplateContent.Read(known.Components);
        var places = content.BodyPlaces;
        if (wanted.BodyParameters.Count != places.Count)
            return new TemplateParameterCount(places.Count, wanted.BodyParameters.Count);
        if (wanted.BodyParameters.Any(string.IsNullOrWhiteSpace))
            return new TemplateParameterEmpty("template.parameters");
        if (HeaderProblem(wanted, content) is { } header)
            return header;
        var buttons = Buttons(wanted, content);
        if (!buttons.IsSuccess)
            return buttons.Error;
        var text = content.RenderBody(wanted.BodyParameters);
        if (text.Length > LongestBody)
            return new ValidationError("template.too_long", $"With its values the text is longer than {LongestBody} characters.", "template.parameters");
        return (wanted with
        {
            BodyNames = known.Named ? places : null,
            Header = wanted.Header is { Type: TemplateHeaderType.Text } words && known.Named ? words with { Name = content.HeaderPlaces[0] } : wanted.Header,
            Buttons = buttons.Value,
        }, Whole(content, wanted, text));
    }

    private static ValidationError? HeaderProblem(OutboundTemplate wanted, TemplateContent content)
    {
        var needsText = content.HeaderPlaces.Count > 0;
        return wanted.Header switch
        {
            null => needsText || content.HeaderNeedsFile ? new TemplateParameterEmpty("template.header") : null,
            { Type: TemplateHeaderType.Text } given => !needsText ? new TemplateHeaderWrong()
                : string.IsNullOrWhiteSpace(given.Value) ? new TemplateParameterEmpty("template.header") : null,
            { } file when !string.Equals(file.Type.ToString(), content.HeaderFormat, StringComparison.OrdinalIgnoreCase) => new TemplateHeaderWrong(),
            { } file => Uri.TryCreate(file.Value, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
                ? null
                : new ValidationError("template.header_file", "The header's file is an https address.", "template.header"),
        };
    }

    private static Result<IReadOnlyList<TemplateButtonValue>> Buttons(OutboundTemplate wanted, TemplateContent content)
    {
        var filled = new List<TemplateButtonValue>();
        for (var i = 0; i < content.Buttons.Count; i++)
        {
            var part = content.Buttons[i];
            var value = wanted.Buttons.FirstOrDefault(b => b.Index == i)?.Value;
            // The code of a one-time password stands in the text and in its button.
            if (value is null && part.Type == TemplateButtonType.Otp && wanted.BodyParameters.Count == 1)
                value = wanted.BodyParameters[0];
            if (string.IsNullOrWhiteSpace(value))
            {
                if (part.NeedsValue)
                    return new TemplateParameterEmpty("template.buttons");
                continue;
            }

            if (part.NeedsValue || part.Type == TemplateButtonType.QuickReply)
                filled.Add(new TemplateButtonValue(i, part.Type, value.Trim()));
        }

        if (wanted.Buttons.Any(b => b.Index < 0 || b.Index >= content.Buttons.Count))
            return new ValidationError("template.button_unknown", "The template has no button of that index.", "template.buttons");
        return filled;
    }

    private static string Whole(TemplateContent content, OutboundTemplate wanted, string body)
    {
        var header = content.RenderHeader(wanted.Header is { Type: TemplateHeaderType.Text } words ? words.Value : null);
        return header is { Length: > 0 } ? $"*{header}*\n{body}" : body;
    }
}

public sealed record TemplateNotApproved(string Name, TemplateStatus State)
    : ConflictError("template.not_approved", $"The template {Name} may not be sent: its status is {EnumText<TemplateStatus>.Of(State)}.", "template");

public sealed record TemplateUnknown(string Name, string Language)
    : ValidationError("template.unknown", $"There is no template {Name} in {Language} at Meta.", "template");

public sealed record TemplateNeedsPhone()
    : ConflictError("template.needs_phone", "Authentication templates go to phone numbers only.", "template");

public sealed record TemplateParameterCount(int Wanted, int Given)
    : ValidationError("template.parameter_count", $"The template takes {Wanted} parameters, not {Given}.", "template.parameters");

public sealed record TemplateParameterEmpty(string Where)
    : ValidationError("template.parameter_empty", "A value of the template is missing.", Where);

public sealed record TemplateHeaderWrong()
    : ValidationError("template.header_wrong", "The template has another kind of header.", "template.header");
