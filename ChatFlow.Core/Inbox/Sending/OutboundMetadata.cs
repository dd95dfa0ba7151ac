using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatFlow.Core.Channels;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>A template's values and an interactive's choices, as they stand in a message's metadata.</summary>
internal static class OutboundMetadata
{
    // The text goes into a database, not into a page: accents stay readable.
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Write(NewOutbound message) => message is { Template: null, Interactive: null }
        ? "{}"
        : JsonSerializer.Serialize(new Stored(message.Template is { } t ? new StoredTemplate(t.Language, t.BodyParameters, t.BodyNames, t.Header, t.Buttons) : null, message.Interactive), s_options);

    public static (OutboundTemplate? Template, OutboundInteractive? Interactive) Read(string? templateName, MessageType type, string metadata)
    {
        if (templateName is null && type is not MessageType.Interactive)
            return default;
        var stored = JsonSerializer.Deserialize<Stored>(metadata, s_options);
        var template = templateName is not null && stored?.Template is { } t
            ? new OutboundTemplate(templateName, t.Language, t.Parameters) { BodyNames = t.Names, Header = t.Header, Buttons = t.Buttons ?? [] }
            : null;
        return (template, stored?.Interactive);
    }

    private sealed record Stored(StoredTemplate? Template, OutboundInteractive? Interactive);

    private sealed record StoredTemplate(
        string Language, IReadOnlyList<string> Parameters, IReadOnlyList<string>? Names = null, TemplateHeaderValue? Header = null,
        IReadOnlyList<TemplateButtonValue>? Buttons = null);
}
