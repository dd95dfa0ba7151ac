using System.Text.Json;

namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>JSON as plain values that the template engine reads; keys whatever their case.</summary>
internal static class JsonValues
{
    public static Dictionary<string, object?> Object(JsonElement json)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (json.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in json.EnumerateObject())
                values[property.Name] = Value(property.Value);
        }

        return values;
    }

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Object(json),
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetDecimal(out var number) ? number : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => null,
    };
}
