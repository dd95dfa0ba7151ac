using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>
/// What the gateway has kept of an instance's messages (POST /chat/findMessages, newest first), as bodies such as its
/// webhooks have: whoever missed those reads these on the same road.
/// </summary>
public sealed class EvolutionHistory
{
    // Small, since thumbnails come along and an answer is read up to a megabyte only.
    private const int PageSize = 25;

    /// <summary>So many pages at most, 500 messages: an outage is caught up with, a history is not imported.</summary>
    public const int MostPages = 20;

    private readonly EvolutionApi _api;

    internal EvolutionHistory(EvolutionApi api) => _api = api;

    /// <summary>Messages since then and their ticks, oldest first; null when the gateway does not answer.</summary>
    public async Task<IReadOnlyList<byte[]>?> FetchAsync(EvolutionSettings settings, DateTimeOffset since, CancellationToken ct)
    {
        var pages = new List<List<JsonElement>>();
        for (var page = 1; page <= MostPages; page++)
        {
            var reply = await _api.PostAsync(
                settings, $"/chat/findMessages/{EvolutionApi.Segment(settings)}",
                new JsonObject { ["where"] = new JsonObject(), ["offset"] = PageSize, ["page"] = page }, ct).ConfigureAwait(false);
            if (reply is not ProviderReply.Answer { IsSuccess: true } answer)
                return page == 1 ? null : Bodies(pages);
            var messages = answer.Json.Get("messages");
            var all = (messages.Get("records").ValueKind == JsonValueKind.Array ? messages.Get("records") : answer.Json).Items().ToList();
            var fresh = all.FindAll(m => WebhookJson.Moment(m.Long("messageTimestamp")) is not { } at || at >= since);
            if (fresh.Count > 0)
                pages.Add(fresh);
            if (fresh.Count < all.Count || all.Count < PageSize)
                break;
        }

        return Bodies(pages);
    }

    private static List<byte[]> Bodies(List<List<JsonElement>> pages)
    {
        var bodies = new List<byte[]>();
        foreach (var page in Enumerable.Reverse(pages))
        {
            bodies.Add(Body("messages.upsert", new JsonArray([.. Enumerable.Reverse(page).Select(m => JsonNode.Parse(m.GetRawText()))])));
            if (Ticks(page) is { Count: > 0 } ticks)
                bodies.Add(Body("messages.update", ticks));
        }

        return bodies;
    }

    private static JsonArray Ticks(IEnumerable<JsonElement> messages) => new(
        [.. from message in messages
            let key = message.Get("key")
            where key.Flag("fromMe") == true && key.Text("id") is not null
            from update in message.Get("MessageUpdate").Items()
            where update.Text("status") is not null
            select (JsonNode)new JsonObject
            {
                ["keyId"] = key.Text("id"),
                ["remoteJid"] = key.Text("remoteJid"),
                ["fromMe"] = true,
                ["status"] = update.Text("status"),
            }]);

    private static byte[] Body(string name, JsonArray data) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["event"] = name, ["data"] = data }.ToJsonString());
}
