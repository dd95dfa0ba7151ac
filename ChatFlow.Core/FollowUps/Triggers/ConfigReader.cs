using System.Text.Json;
using ChatFlow.Core.Common;
using NodaTime;
using NodaTime.Text;

namespace ChatFlow.Core.FollowUps.Triggers;

/// <summary>Reads a JSON object field by field and keeps the first thing that is wrong.</summary>
internal sealed class ConfigReader
{
    public const string Code = "trigger_invalid";
    public const string Root = "triggerConfig";

    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.OrdinalIgnoreCase);

    public ConfigReader(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object)
            return;
        foreach (var property in json.EnumerateObject())
            _fields[property.Name.Replace("_", "", StringComparison.Ordinal)] = property.Value;
    }

    public ValidationError? Error { get; private set; }

    public bool Has(string name) => Find(name) is not null;

    public int Whole(string name, int otherwise, int least, int most)
    {
        if (Find(name) is not { } json)
            return otherwise;
        if (json.ValueKind is JsonValueKind.Number && json.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Fail(name, $"{name} must be a whole number between {least} and {most}.");
        return otherwise;
    }

    public decimal? Amount(string name)
    {
        if (Find(name) is not { } json)
            return null;
        if (json.ValueKind is JsonValueKind.Number && json.TryGetDecimal(out var number) && number >= 0)
            return number;
        Fail(name, $"{name} must be a number, zero or more.");
        return null;
    }

    public bool Flag(string name, bool otherwise)
    {
        switch (Find(name)?.ValueKind)
        {
            case null:
                return otherwise;
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                Fail(name, $"{name} must be true or false.");
                return otherwise;
        }
    }

    public string? Text(string name, bool required = false)
    {
        var json = Find(name);
        if (json is { ValueKind: JsonValueKind.String } text && text.GetString()!.Trim() is { Length: > 0 and <= 200 } value)
            return value;
        if (json is not null && !(json.Value.ValueKind is JsonValueKind.String && json.Value.GetString()!.Trim().Length == 0 && !required))
            Fail(name, $"{name} must be a text of at most 200 characters.");
        else if (required)
            Fail(name, $"{name} is needed.");
        return null;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is not { } json)
            return [];
        if (json.ValueKind is JsonValueKind.String)
            return json.GetString()!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (json.ValueKind is JsonValueKind.Array && json.GetArrayLength() <= 200
            && json.EnumerateArray().All(i => i.ValueKind is JsonValueKind.String))
        {
            return [.. json.EnumerateArray().Select(i => i.GetString()!.Trim()).Where(t => t.Length > 0)];
        }

        Fail(name, $"{name} must be a list of at most 200 texts.");
        return [];
    }

    public T Choice<T>(string name, T otherwise)
        where T : struct, Enum
    {
        if (Find(name) is not { } json)
            return otherwise;
        if (json.ValueKind is JsonValueKind.String && EnumText<T>.TryParse(json.GetString()!.Trim().ToLowerInvariant(), out var value))
            return value;
        Fail(name, $"{name} must be one of {string.Join(", ", EnumText<T>.All)}.");
        return otherwise;
    }

    public T? Parsed<T>(string name, IPattern<T> pattern, string form)
        where T : struct
    {
        if (Find(name) is not { } json)
            return null;
        if (json.ValueKind is JsonValueKind.String && pattern.Parse(json.GetString()!.Trim()) is { Success: true } parsed)
            return parsed.Value;
        Fail(name, $"{name} is written as {form}.");
        return null;
    }

    /// <summary>A moment with its offset; a time without one is not a moment.</summary>
    public Instant? Moment(string name) =>
        Parsed(name, OffsetDateTimePattern.ExtendedIso, "2026-11-22T10:00:00-03:00")?.ToInstant();

    public void Fail(string name, string message) => Error ??= new ValidationError(Code, message, $"{Root}.{name}");

    public JsonElement? Find(string name) =>
        _fields.TryGetValue(name, out var json) && json.ValueKind is not JsonValueKind.Null ? json : null;
}
