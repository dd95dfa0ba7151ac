using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels;

/// <summary>
/// What a message's type needs beyond its words, as JSON text with the same member names for every provider:
/// <c>media {id, mimetype, fileName, seconds, voice, size, width, height, animated, sha256, url, blob}</c>, <c>location {latitude, longitude, name, address, url}</c>,
/// <c>contacts [{name, phones}]</c>, <c>button {id, title, description}</c>, <c>flow {name, response}</c>, <c>poll {name, options}</c>,
/// <c>order {catalogId, items}</c>, <c>product</c>, <c>referral {sourceId, sourceUrl, sourceType, headline, body, clickId}</c>,
/// <c>forwarded</c>, <c>call {video}</c>, <c>unsupported</c> (the provider's name of a type that we do not know). Never media bytes.
/// </summary>
internal static class MessageDetails
{
    // The text goes into a database, not into a page: accents stay readable.
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object of the members that have a value; null when none has.</summary>
    public static JsonObject? Of(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        JsonObject? result = null;
        foreach (var (name, value) in members)
        {
            if (value is not null)
                (result ??= [])[name] = value;
        }

        return result;
    }

    public static JsonArray? List(IEnumerable<JsonNode?> items)
    {
        var list = items.Where(item => item is not null).ToArray();
        return list.Length == 0 ? null : new JsonArray(list);
    }

    public static JsonArray? Words(IEnumerable<string> items) => List(items.Select(item => (JsonNode?)JsonValue.Create(item)));

    /// <summary>Both objects' members as JSON text; null when there are none.</summary>
    public static string? Write(JsonObject? first, JsonObject? second = null)
    {
        if (first is not null && second is not null)
        {
            foreach (var (name, value) in second.ToArray())
            {
                second.Remove(name);
                first[name] = value;
            }
        }

        return (first ?? second)?.ToJsonString(s_options);
    }
}
