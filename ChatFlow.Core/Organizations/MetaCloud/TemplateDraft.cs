using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>A template that somebody is writing, with an example for each placeholder, as Meta wants for its review. Pure.</summary>
public sealed partial record TemplateDraft
{
    public const int LongestName = 512;
    public const int LongestNote = 60;
    public const int LongestButton = 25;
    public const int MostButtons = 10;

    public string Name { get; init; } = "";

    public string Language { get; init; } = "es";

    /// <summary>Marketing or utility; authentication templates have a form of their own at Meta.</summary>
    public TemplateCategory Category { get; init; } = TemplateCategory.Marketing;

    public string Header { get; init; } = "";

    public string HeaderExample { get; init; } = "";

    public string Body { get; init; } = "";

    /// <summary>One for each placeholder of the body, in their order.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    public string Footer { get; init; } = "";

    public IReadOnlyList<TemplateDraftButton> Buttons { get; init; } = [];

    /// <summary>What Meta would refuse, field by field.</summary>
    public IReadOnlyList<ValidationError> Problems() =>
        [.. NameProblems(), .. HeaderProblems(), .. BodyProblems(), .. FooterProblems(), .. ButtonProblems()];

    /// <summary>The body of the call, once there are no problems.</summary>
    public JsonObject ToJson()
    {
        var components = new JsonArray();
        if (Header.Trim() is { Length: > 0 } header)
        {
            var part = new JsonObject { ["type"] = "HEADER", ["format"] = "TEXT", ["text"] = header };
            if (TemplateContent.Places(header).Count > 0)
                part["example"] = new JsonObject { ["header_text"] = new JsonArray(HeaderExample.Trim()) };
            components.Add(part);
        }

        var body = new JsonObject { ["type"] = "BODY", ["text"] = Body.Trim() };
        if (Examples.Count > 0)
            body["example"] = new JsonObject { ["body_text"] = new JsonArray(new JsonArray([.. Examples.Select(e => JsonValue.Create(e.Trim()))])) };
        components.Add(body);
        if (Footer.Trim() is { Length: > 0 } footer)
            components.Add(new JsonObject { ["type"] = "FOOTER", ["text"] = footer });
        if (Buttons.Count > 0)
            components.Add(new JsonObject { ["type"] = "BUTTONS", ["buttons"] = new JsonArray([.. Buttons.OrderBy(b => b.Type != TemplateButtonType.QuickReply).Select(b => b.ToJson())]) });
        return new JsonObject
        {
            ["name"] = Name.Trim(),
            ["language"] = Language.Trim(),
            ["category"] = Category.ToString().ToUpperInvariant(),
            ["components"] = components,
        };
    }

    private IEnumerable<ValidationError> NameProblems()
    {
        if (!NameRule().IsMatch(Name.Trim()) || Name.Trim().Length > LongestName)
            yield return Wrong("template.name", "Small letters, digits and underscores only.", "name");
        if (!LanguageRule().IsMatch(Language.Trim()))
            yield return Wrong("template.language", "A language code as Meta writes it, such as es_MX.", "language");
        if (Category is not (TemplateCategory.Marketing or TemplateCategory.Utility))
            yield return Wrong("template.category", "Marketing or utility.", "category");
    }

    private IEnumerable<ValidationError> HeaderProblems()
    {
        if (Header.Length > LongestNote)
            yield return Wrong("template.header_long", $"At most {LongestNote} characters.", "header");
        var places = TemplateContent.Places(Header);
        if (places.Count > 1 || (places.Count == 1 && places[0] != "1"))
            yield return Wrong("template.header_places", "At most one placeholder: {{1}}.", "header");
        else if (places.Count == 1 && string.IsNullOrWhiteSpace(HeaderExample))
            yield return Wrong("template.example", "Give an example; Meta asks for one.", "headerExample");
    }

    private IEnumerable<ValidationError> BodyProblems()
    {
        var text = Body.Trim();
        if (text.Length == 0)
        {
            yield return Wrong("text.required", "This is required.", "body");
            yield break;
        }

        if (text.Length > TemplateFit.LongestBody)
            yield return Wrong("template.body_long", $"At most {TemplateFit.LongestBody} characters.", "body");
        var places = TemplateContent.Places(text);
        if (!places.SequenceEqual(Enumerable.Range(1, places.Count).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))))
            yield return Wrong("template.places", "Number the placeholders {{1}}, {{2}} and so on, without gaps.", "body");
        else if (text.StartsWith("{{", StringComparison.Ordinal) || text.EndsWith("}}", StringComparison.Ordinal))
            yield return Wrong("template.places_edge", "Meta refuses a text that begins or ends with a placeholder.", "body");
        else if (Adjacent().IsMatch(text))
            yield return Wrong("template.places_adjacent", "Put words between two placeholders.", "body");
        for (var i = 0; i < places.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Examples.ElementAtOrDefault(i)))
                yield return Wrong("template.example", "Give an example; Meta asks for one.", $"examples[{i}]");
        }
    }

    private IEnumerable<ValidationError> FooterProblems()
    {
        if (Footer.Length > LongestNote)
            yield return Wrong("template.footer_long", $"At most {LongestNote} characters.", "footer");
        if (TemplateContent.Places(Footer).Count > 0)
            yield return Wrong("template.footer_places", "The footer takes no placeholders.", "footer");
    }

    private IEnumerable<ValidationError> ButtonProblems()
    {
        if (Buttons.Count > MostButtons || Buttons.Count(b => b.Type == TemplateButtonType.Url) > 2 || Buttons.Count(b => b.Type == TemplateButtonType.PhoneNumber) > 1)
            yield return Wrong("template.buttons_many", "At most ten buttons, two of them with an address and one with a phone.", "buttons");
        for (var i = 0; i < Buttons.Count; i++)
        {
            var button = Buttons[i];
            if (button.Text.Trim().Length is 0 or > LongestButton)
                yield return Wrong("template.button_text", $"1 to {LongestButton} characters.", $"buttons[{i}].text");
            if (button.Type == TemplateButtonType.Url && !(Uri.TryCreate(Placeholder().Replace(button.Value.Trim(), "x"), UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps))
                yield return Wrong("template.button_url", "An https address.", $"buttons[{i}].value");
            else if (button.Type == TemplateButtonType.Url && TemplateContent.Places(button.Value).Count > 0
                && (!button.Value.Trim().EndsWith("{{1}}", StringComparison.Ordinal) || string.IsNullOrWhiteSpace(button.Example)))
                yield return Wrong("template.button_place", "The address may end in {{1}}, and then needs an example.", $"buttons[{i}].value");
            if (button.Type == TemplateButtonType.PhoneNumber && !PhoneRule().IsMatch(button.Value.Trim()))
                yield return Wrong("template.button_phone", "A number with its country code, such as +525512345678.", $"buttons[{i}].value");
        }
    }

    private static ValidationError Wrong(string code, string message, string field) => new(code, message, field);

    [GeneratedRegex("^[a-z0-9_]+$")]
    private static partial Regex NameRule();

    [GeneratedRegex("^[a-z]{2,3}(_[A-Z]{2,3})?$")]
    private static partial Regex LanguageRule();

    [GeneratedRegex(@"\}\}\s*\{\{")]
    private static partial Regex Adjacent();

    [GeneratedRegex(@"\{\{[^}]*\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^\+?[0-9]{7,19}$")]
    private static partial Regex PhoneRule();
}

/// <param name="Value">The address or the phone; empty for a quick reply.</param>
/// <param name="Example">A whole address, where the value ends in a placeholder.</param>
public sealed record TemplateDraftButton(TemplateButtonType Type, string Text, string Value = "", string Example = "")
{
    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["text"] = Text.Trim() };
        switch (Type)
        {
            case TemplateButtonType.Url:
                json["type"] = "URL";
                json["url"] = Value.Trim();
                if (TemplateContent.Places(Value).Count > 0)
                    json["example"] = new JsonArray(Example.Trim());
                break;
            case TemplateButtonType.PhoneNumber:
                json["type"] = "PHONE_NUMBER";
                json["phone_number"] = Value.Trim();
                break;
            default:
                json["type"] = "QUICK_REPLY";
                break;
        }

        return json;
    }
}
