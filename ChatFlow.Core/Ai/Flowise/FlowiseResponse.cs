using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatFlow.Core.Ai.Flowise;

/// <summary>Reads what a prediction answers: JSON, or the event stream that some flows insist on.</summary>
/// <param name="Text">The words for the contact; null for structured output, which nobody should read.</param>
/// <param name="PendingNode">The node at which the flow waits for a decision.</param>
/// <param name="Message">The server's own words for a failure; for telling failures apart only, they may quote the conversation.</param>
internal sealed partial record FlowiseResponse(bool Parsed, string? Text, string? PendingNode, string? Message)
{
    private static readonly FlowiseResponse s_unreadable = new(false, null, null, null);

    public static FlowiseResponse Read(string body)
    {
        if (StreamStart().IsMatch(body))
            return FromStream(body);
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Object => new(true, String(root, "text"), Node(root), String(root, "message") ?? String(root, "error")),
                JsonValueKind.String => new(true, root.GetString(), null, null),
                _ => s_unreadable,
            };
        }
        catch (JsonException)
        {
            return s_unreadable;
        }
    }

    // The start event repeats the first token; a failure can come in the middle of a stream that began with 200.
    private static FlowiseResponse FromStream(string body)
    {
        var text = new StringBuilder();
        foreach (Match data in StreamData().Matches(body))
        {
            try
            {
                using var document = JsonDocument.Parse(data.Groups[1].Value);
                switch (String(document.RootElement, "event"))
                {
                    case "token":
                        text.Append(String(document.RootElement, "data"));
                        break;
                    case "error" or "abort":
                        return new(true, null, null, String(document.RootElement, "data") ?? "error");
                    default:
                        break;
                }
            }
            catch (JsonException)
            {
                return s_unreadable;
            }
        }

        return new(true, text.ToString(), null, null);
    }

    private static string? Node(JsonElement root) =>
        root.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.Object
        && action.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? String(data, "nodeId")
            : null;

    private static string? String(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;

    [GeneratedRegex(@"^\s*(?:message|data|event):")]
    private static partial Regex StreamStart();

    [GeneratedRegex(@"^data:[ ]?(\{.*\})\r?$", RegexOptions.Multiline)]
    private static partial Regex StreamData();
}
