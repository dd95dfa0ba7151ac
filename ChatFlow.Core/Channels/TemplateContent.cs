using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatFlow.Core.Channels;

public enum TemplateStatus
{
    Approved,
    Pending,
    Rejected,
    Paused,
    Disabled,
    InAppeal,
    PendingDeletion,
    Deleted,
    LimitExceeded,
    Archived,

    /// <summary>A word that we do not know; not to be sent.</summary>
    Other,
}

public enum TemplateCategory
{
    Marketing,
    Utility,
    Authentication,
    Other,
}

/// <summary>What a template says and what it wants filled in, read from Meta's <c>components</c>.</summary>
/// <param name="HeaderFormat">Upper case as Meta writes it: TEXT, IMAGE, VIDEO, DOCUMENT, LOCATION; null without a header.</param>
public sealed partial record TemplateContent(
    string? HeaderFormat, string? HeaderText, string Body, string? Footer, IReadOnlyList<TemplateButtonPart> Buttons)
{
    /// <summary>The placeholders of the body, each once: by number, or by name in the order of the text.</summary>
    public IReadOnlyList<string> BodyPlaces => Places(Body);

    public IReadOnlyList<string> HeaderPlaces => HeaderFormat is "TEXT" ? Places(HeaderText) : [];

    /// <summary>The header is a file that must be given with each send.</summary>
    public bool HeaderNeedsFile => HeaderFormat is "IMAGE" or "VIDEO" or "DOCUMENT";

    /// <summary>Reads Meta's array; whatever it holds, something comes out.</summary>
    public static TemplateContent Read(string componentsJson)
    {
        using var document = WebhookJson.OpenAny(System.Text.Encoding.UTF8.GetBytes(componentsJson));
        string? format = null, header = null, footer = null;
        var body = "";
        IReadOnlyList<TemplateButtonPart> buttons = [];
        foreach (var component in (document?.RootElement ?? default).Items())
        {
            switch (component.Text("type")?.ToUpperInvariant())
            {
                case "HEADER":
                    format = component.Text("format")?.ToUpperInvariant() ?? "TEXT";
                    header = component.Text("text");
                    break;
                case "BODY":
                    body = component.Text("text") ?? "";
                    break;
                case "FOOTER":
                    footer = component.Text("text");
                    break;
                case "BUTTONS":
                    buttons = [.. component.Get("buttons").Items().Select(Button)];
                    break;
                default:
                    break;
            }
        }

        return new TemplateContent(format, header, body, footer, buttons);
    }

    /// <summary>The body with its values; what is missing keeps its placeholder.</summary>
    public string RenderBody(IReadOnlyList<string> values) => Render(Body, BodyPlaces, values);

    public string? RenderHeader(string? value) =>
        HeaderText is null ? null : Render(HeaderText, HeaderPlaces, value is null ? [] : [value]);

    public static IReadOnlyList<string> Places(string? text)
    {
        var names = Placeholder().Matches(text ?? "").Select(m => m.Groups[1].Value).Distinct().ToList();
        return names.TrueForAll(n => n.All(char.IsAsciiDigit)) ? [.. names.OrderBy(n => n.Length).ThenBy(n => n, StringComparer.Ordinal)] : names;
    }

    private static string Render(string text, IReadOnlyList<string> places, IReadOnlyList<string> values) => Placeholder().Replace(text, match =>
    {
        var place = places.ToList().IndexOf(match.Groups[1].Value);
        return place >= 0 && place < values.Count && values[place].Length > 0 ? values[place] : match.Value;
    });

    private static TemplateButtonPart Button(JsonElement button)
    {
        var type = button.Text("type")?.ToUpperInvariant() switch
        {
            "QUICK_REPLY" => TemplateButtonType.QuickReply,
            "URL" => TemplateButtonType.Url,
            "PHONE_NUMBER" => TemplateButtonType.PhoneNumber,
            "COPY_CODE" => TemplateButtonType.CopyCode,
            "OTP" => TemplateButtonType.Otp,
            "FLOW" => TemplateButtonType.Flow,
            _ => TemplateButtonType.Other,
        };
        return new TemplateButtonPart(type, button.Text("text") ?? "", button.Text("url"), button.Text("phone_number"));
    }

    [GeneratedRegex(@"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")]
    private static partial Regex Placeholder();
}

public sealed record TemplateButtonPart(TemplateButtonType Type, string Text, string? Url, string? Phone)
{
    /// <summary>Its address ends in a placeholder, or it carries a code: a value goes with each send.</summary>
    public bool NeedsValue => Type switch
    {
        TemplateButtonType.Url => TemplateContent.Places(Url).Count > 0,
        TemplateButtonType.CopyCode or TemplateButtonType.Otp => true,
        TemplateButtonType.QuickReply or TemplateButtonType.PhoneNumber or TemplateButtonType.Flow or TemplateButtonType.Other => false,
    };
}
