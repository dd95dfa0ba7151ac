using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using YamlDotNet.Serialization;

namespace ChatFlow.Tests.Support;

/// <summary>
/// A provider's published description of its interface, to hold our requests against. The descriptions have mistakes of
/// their own, which are mended when they are read; what only the contract texts know is taken out before the comparison.
/// </summary>
public sealed class OpenApiContract
{
    private static readonly Dictionary<string, Lazy<OpenApiContract>> s_read = new[]
    {
        "meta-business-messaging-api_v23.0.yaml", "flowise-swagger.yml", "chatwoot-application-api.yml",
    }.ToDictionary(file => file, file => new Lazy<OpenApiContract>(() => new OpenApiContract(File.ReadAllText(Shared.PathOrSkip("contracts", "openapi", file)))));

    private readonly JsonObject _document;
    private OpenApiContract(string yaml)
    {
        var read = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(yaml);
        _document = JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(read))!.AsObject();
        Mend(_document["components"]!["schemas"]!);
        // Meta's own examples name no policy, and contracts/meta-cloud.md section 7 knows none.
        (_document["components"]!["schemas"]!["LanguageObject"]?["required"] as JsonArray)?.RemoveAll(n => n!.GetValue<string>() == "policy");
        Mend(_document["paths"]!);
    }

    /// <summary>Meta's Cloud API; the running test is skipped where the shared folder is absent.</summary>
    public static OpenApiContract Meta => s_read["meta-business-messaging-api_v23.0.yaml"].Value;

    public static OpenApiContract Flowise => s_read["flowise-swagger.yml"].Value;

    public static OpenApiContract Chatwoot => s_read["chatwoot-application-api.yml"].Value;

    /// <summary>
    /// What is wrong with the request: nothing, an unknown operation, or where its body differs from every operation that
    /// its path may mean (templates such as <c>/{Phone-Number-ID}/messages</c> overlap).
    /// </summary>
    /// <param name="path">From the version on, without the query.</param>
    /// <param name="body">Null for a request without one.</param>
    public IReadOnlyList<string> Problems(string method, string path, JsonNode? body)
    {
        var operations = _document["paths"]!.AsObject().Where(p => Fits(p.Key, path)).OrderByDescending(p => Literal(p.Key))
            .Select(p => p.Value![method.ToLowerInvariant()]).OfType<JsonObject>().ToList();
        if (operations.Count == 0)
            return [$"{method} {path} is not described"];
        List<string>? problems = null;
        foreach (var operation in operations)
        {
            var found = BodyProblems(operation, body);
            if (found.Count == 0)
                return [];
            problems ??= found;
        }

        return problems!;
    }

    private List<string> BodyProblems(JsonObject operation, JsonNode? body)
    {
        var described = operation["requestBody"];
        if (body is null)
            return described?["required"]?.GetValue<bool>() == true ? ["the body is missing"] : [];
        if (described?["content"]?["application/json"]?["schema"] is not { } schema)
            return ["no JSON body is described"];
        var whole = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["allOf"] = new JsonArray(Local(schema)),
            ["$defs"] = Local(_document["components"]!["schemas"]!),
        };
        using var instance = JsonDocument.Parse(body.ToJsonString());
        var results = JsonSchema.FromText(whole.ToJsonString()).Evaluate(instance.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? [] :
            [.. (results.Details ?? []).Where(d => d.Errors is { Count: > 0 })
                .SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation} {e.Key}: {e.Value} ({d.EvaluationPath})")).DefaultIfEmpty("not valid")];
    }

    private static JsonNode Local(JsonNode schema) =>
        JsonNode.Parse(schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal))!;

    private static bool Fits(string template, string path)
    {
        var wanted = template.Trim('/').Split('/');
        var given = path.Trim('/').Split('/');
        return wanted.Length == given.Length && wanted.Zip(given).All(p => p.First.StartsWith('{') || p.First == p.Second);
    }

    private static int Literal(string template) => template.Split('/').Count(part => !part.StartsWith('{'));

    private static void Mend(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                    Mend(item);
                break;
            case JsonObject schema:
                foreach (var (_, inner) in schema)
                    Mend(inner);
                MendNullable(schema);
                MendClosedParts(schema);
                break;
        }
    }

    private static void MendNullable(JsonObject schema)
    {
        if (schema["nullable"] is not JsonValue nullable || !nullable.TryGetValue<bool>(out var may))
            return;
        schema.Remove("nullable");
        if (may && schema["type"] is JsonValue type)
            schema["type"] = new JsonArray(type.DeepClone(), "null");
    }

    // Each part of an allOf forbids what the other parts allow; meant is that nothing else may stand in the whole.
    private static void MendClosedParts(JsonObject schema)
    {
        if (schema["allOf"] is not JsonArray parts)
            return;
        var closed = false;
        foreach (var part in parts.OfType<JsonObject>())
        {
            if (part["additionalProperties"] is JsonValue value && value.TryGetValue<bool>(out var open) && !open)
                closed |= part.Remove("additionalProperties");
        }

        if (closed)
            schema["unevaluatedProperties"] = false;
    }
}
