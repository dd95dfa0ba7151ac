using ChatFlow.Core.Channels;

namespace ChatFlow.Web.Api;

/// <param name="Parameters">The values of the body's placeholders, in their order.</param>
/// <param name="Header">What the header wants: words for its placeholder, or the https address of its file.</param>
/// <param name="Buttons">What completes a button's address, the code to copy, or a quick reply's payload.</param>
internal sealed record PostedTemplate(
    string Name, string Language, IReadOnlyList<string>? Parameters = null, PostedHeader? Header = null, IReadOnlyList<PostedTemplateButton>? Buttons = null)
{
    public OutboundTemplate ToOutbound() => new(Name, Language, Parameters ?? [])
    {
        Header = Header is { } header ? new TemplateHeaderValue(header.Type, header.Value) : null,
        Buttons = [.. (Buttons ?? []).Select(b => new TemplateButtonValue(b.Index, b.Type, b.Value))],
    };
}

/// <param name="Type">text, image, video or document.</param>
internal sealed record PostedHeader(string Value, TemplateHeaderType Type = TemplateHeaderType.Text);

/// <param name="Index">The place of the button, from 0.</param>
/// <param name="Type">url, quick_reply, copy_code or otp; a template that is known says it itself.</param>
internal sealed record PostedTemplateButton(int Index, string Value, TemplateButtonType Type = TemplateButtonType.Url);

/// <summary>At most three buttons, or a list of at most ten rows. On a channel without them they become numbered lines.</summary>
internal sealed record PostedInteractive(
    IReadOnlyList<PostedChoice>? Buttons = null, PostedList? List = null, string? Header = null, string? Footer = null)
{
    public OutboundInteractive ToOutbound() => new()
    {
        Header = Header,
        Footer = Footer,
        Buttons = [.. (Buttons ?? []).Select(b => new InteractiveButton(b.Id, b.Title))],
        ListButton = List?.Button,
        Sections = [.. (List?.Sections ?? []).Select(s => new InteractiveSection(
            s.Title, [.. (s.Rows ?? []).Select(r => new InteractiveRow(r.Id, r.Title, r.Description))]))],
    };
}

/// <param name="Id">Comes back with the answer.</param>
internal sealed record PostedChoice(string Id, string Title);

/// <param name="Button">What opens the list.</param>
internal sealed record PostedList(string Button, IReadOnlyList<PostedSection>? Sections = null);

internal sealed record PostedSection(string? Title = null, IReadOnlyList<PostedRow>? Rows = null);

internal sealed record PostedRow(string Id, string Title, string? Description = null);
