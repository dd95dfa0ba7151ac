using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatFlow.Core.Ai.OpenAiCompatible;

/// <summary>
/// Reads the body of a chat completion, or of a failure, whatever gateway wrote it. Every member may be missing, null or of
/// another type than promised; none of that throws.
/// </summary>
/// <param name="Parsed">Whether the body was a JSON object at all.</param>
/// <param name="ErrorCode">The provider's code for a failure, made of letters, digits and <c>_.-</c> only; "error" if it gives none.</param>
internal sealed partial record ChatCompletion(
    bool Parsed, string? Text, string? FinishReason, bool Refused, bool CallsTool, string? Model, int? Tokens, string? ErrorCode)
{
    public static ChatCompletion Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Of(document.RootElement) : s_unreadable;
        }
        catch (JsonException)
        {
            return s_unreadable;
        }
    }

    private static readonly ChatCompletion s_unreadable = new(false, null, null, false, false, null, null, null);

    private static ChatCompletion Of(JsonElement root)
    {
        var choice = Member(root, "choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? choices[0] : default;
        var message = Member(choice, "message") ?? default;
        return new(
            true,
            Words(Member(message, "content")) ?? Words(Member(choice, "text")),
            String(choice, "finish_reason"),
            !string.IsNullOrWhiteSpace(String(message, "refusal")),
            Member(message, "tool_calls") is { ValueKind: JsonValueKind.Array } calls && calls.GetArrayLength() > 0,
            String(root, "model"),
            Member(Member(root, "usage") ?? default, "total_tokens") is { ValueKind: JsonValueKind.Number } total && total.TryGetInt32(out var tokens) ? tokens : null,
            Member(root, "error") is { ValueKind: not JsonValueKind.Null } error ? Code(error) : null);
    }

    private static string? Words(JsonElement? content) => content switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(Part)),
        _ => null,
    };

    private static string Part(JsonElement part) => part.ValueKind switch
    {
        JsonValueKind.String => part.GetString()!,
        JsonValueKind.Object when (String(part, "type") ?? "text") is "text" or "output_text" => String(part, "text") ?? "",
        _ => "",
    };

    private static string Code(JsonElement error)
    {
        var code = String(error, "code") ?? String(error, "type") ?? (Member(error, "code") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : "error");
        return SafeCode().IsMatch(code) ? code : "error";
    }

    private static string? String(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    [GeneratedRegex(@"^[A-Za-z0-9_.\-]{1,64}$")]
    private static partial Regex SafeCode();
}
