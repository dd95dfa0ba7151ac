using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>The body of a send (contracts/meta-cloud.md section 7).</summary>
internal static class MetaRequest
{
    /// <summary>Null when there is nothing to send or nobody to send it to.</summary>
    public static JsonObject? Body(OutboundMessage message)
    {
        var body = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["recipient_type"] = "individual",
            // Statuses bring it back, also when our call never heard the answer.
            ["biz_opaque_callback_data"] = message.Id.ToString(),
        };
        if (Digits(message.To) is { } digits)
            body["to"] = digits;
        else if (message.To.Bsuid is { Length: > 0 } bsuid)
            body["recipient"] = bsuid;
        else
            return null;
        if (message.ReplyToProviderId is { } quoted)
            body["context"] = new JsonObject { ["message_id"] = quoted };
        if (message.Template is { } template)
            return With(body, "template", Template(template));
        if (message.Interactive is { } interactive)
            return message.Text.Length == 0 ? null : With(body, "interactive", MetaInteractive.Content(interactive, message.Text));
        if (message.ImageUrl is { } image)
            return With(body, "image", Image(image, message.Text));
        return message.Text.Length == 0 ? null : With(body, "text", new JsonObject
        {
            ["body"] = message.Text,
            ["preview_url"] = message.Text.Contains("://", StringComparison.Ordinal),
        });
    }

    public static ChannelError WhyNot(OutboundMessage message) => Digits(message.To) is null && string.IsNullOrEmpty(message.To.Bsuid)
        ? new("no_address", ChannelErrorClass.Unreachable, "The contact has no address on this channel.")
        : new("empty_message", ChannelErrorClass.Configuration, "The message is empty.");

    public static string? Digits(ContactAddress to) =>
        (to.WhatsAppId ?? to.Phone?.TrimStart('+')) is { Length: > 0 } digits ? digits : null;

    private static JsonObject With(JsonObject body, string type, JsonObject content)
    {
        body["type"] = type;
        body[type] = content;
        return body;
    }

    private static JsonObject Image(string link, string caption)
    {
        var image = new JsonObject { ["link"] = link };
        if (caption.Length > 0)
            image["caption"] = caption;
        return image;
    }

    private static JsonObject Template(OutboundTemplate template)
    {
        var content = new JsonObject { ["name"] = template.Name, ["language"] = new JsonObject { ["code"] = template.Language } };
        var components = new JsonArray();
        if (template.Header is { } header)
            components.Add(new JsonObject { ["type"] = "header", ["parameters"] = new JsonArray(Header(header)) });
        if (template.BodyParameters.Count > 0)
        {
            components.Add(new JsonObject
            {
                ["type"] = "body",
                ["parameters"] = new JsonArray([.. template.BodyParameters.Select((p, i) => Words(p, template.BodyNames?.ElementAtOrDefault(i)))]),
            });
        }

        foreach (var button in template.Buttons)
            components.Add(Button(button));
        if (components.Count > 0)
            content["components"] = components;
        return content;
    }

    private static JsonObject Header(TemplateHeaderValue header) => header.Type switch
    {
        TemplateHeaderType.Text => Words(header.Value, header.Name),
        TemplateHeaderType.Image => File("image", header.Value),
        TemplateHeaderType.Video => File("video", header.Value),
        TemplateHeaderType.Document => File("document", header.Value),
    };

    private static JsonObject File(string type, string link) => new() { ["type"] = type, [type] = new JsonObject { ["link"] = link } };

    private static JsonObject Words(string text, string? name)
    {
        var parameter = new JsonObject { ["type"] = "text", ["text"] = OneLine(text) };
        if (name is not null)
            parameter["parameter_name"] = name;
        return parameter;
    }

    private static JsonObject Button(TemplateButtonValue button)
    {
        var (type, parameter) = button.Type switch
        {
            TemplateButtonType.QuickReply => ("quick_reply", new JsonObject { ["type"] = "payload", ["payload"] = button.Value }),
            TemplateButtonType.CopyCode => ("copy_code", new JsonObject { ["type"] = "coupon_code", ["coupon_code"] = button.Value }),
            TemplateButtonType.Url or TemplateButtonType.Otp or TemplateButtonType.PhoneNumber or TemplateButtonType.Flow or TemplateButtonType.Other =>
                ("url", new JsonObject { ["type"] = "text", ["text"] = button.Value }),
        };
        return new JsonObject
        {
            ["type"] = "button",
            ["sub_type"] = type,
            ["index"] = button.Index.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["parameters"] = new JsonArray(parameter),
        };
    }

    // Meta refuses parameters with line breaks, tabs or four blanks in a row.
    private static string OneLine(string parameter) =>
        string.Join(' ', parameter.Split([' ', '\t', '\r', '\n', '\u00A0'], StringSplitOptions.RemoveEmptyEntries));
}
