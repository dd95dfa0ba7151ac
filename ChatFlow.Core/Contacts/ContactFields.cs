using System.Text.Encodings.Web;
using System.Text.Json;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Contacts;

/// <summary>A contact's own fields: a JSON object. Changes are merged name by name; null takes a field away.</summary>
public static class ContactFields
{
    private const int Most = 100;
    private const int LongestName = 100;
    private const int LongestText = 16 * 1024;

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyDictionary<string, JsonElement> Read(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) ?? [];

    /// <returns>The JSON text to store.</returns>
    public static Result<string> Merge(string current, IReadOnlyDictionary<string, JsonElement> changes)
    {
        var fields = new Dictionary<string, JsonElement>(Read(current));
        foreach (var (name, value) in changes)
        {
            if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
                fields.Remove(name);
            else
                fields[name] = value;
        }

        if (fields.Count > Most || fields.Any(f => f.Key.Length is 0 or > LongestName || !TextRules.IsStorable(f.Key) || !IsStorable(f.Value)))
            return new CustomFieldsInvalid();
        var text = JsonSerializer.Serialize(fields, s_json);
        return text.Length > LongestText ? new CustomFieldsInvalid() : text;
    }

    // jsonb refuses NUL and broken UTF-16 even where JSON escapes them.
    private static bool IsStorable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TryText(value) is { } text && TextRules.IsStorable(text),
        JsonValueKind.Array => value.EnumerateArray().All(IsStorable),
        JsonValueKind.Object => value.EnumerateObject().All(p => TextRules.IsStorable(p.Name) && IsStorable(p.Value)),
        // PostgreSQL's numeric ends where a double does not.
        JsonValueKind.Number => value.TryGetDouble(out var number) && double.IsFinite(number) && value.GetRawText().Length <= 64,
        _ => true,
    };

    private static string? TryText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
