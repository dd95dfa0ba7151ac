using System.Text.Json;

namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>JSON as the plain values that a text shows; names whatever their case.</summary>
internal static class JsonValues
{
    /// <summary>The value at <paramref name="path"/>: string, decimal, double, bool, a list of these, or null.</summary>
    public static object? At(JsonElement json, IEnumerable<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind is not JsonValueKind.Object)
                return null;
            if (!json.TryGetProperty(name, out var child))
                child = json.EnumerateObject().FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)).Value;
            json = child;
        }

        return Value(json);
    }

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetDecimal(out var number) ? number : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => null,
    };
}
