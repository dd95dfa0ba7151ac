using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ChatFlow.Tests.Support;

namespace ChatFlow.Tests.Chatwoot;

/// <summary>
/// A Chatwoot that remembers: contacts unique by phone and identifier, display ids, statuses. It can post its webhooks
/// before it answers, twice and in the wrong order, as the real one is known to.
/// </summary>
internal sealed class FakeChatwoot : IAsyncDisposable
{
    public const string Token = "chatwoot-token";
    private readonly FakeProvider _server;
    private readonly Lock _lock = new();
    private readonly HttpClient _webhooks = new();
    private long _lastMessage = 500;

    private FakeChatwoot(FakeProvider server)
    {
        _server = server;
        server.Otherwise = Answer;
    }

    public string Address => _server.Address;

    public IReadOnlyList<RecordedRequest> Requests => _server.Requests;

    public List<JsonObject> Inboxes { get; } = [];

    public List<JsonObject> Contacts { get; } = [];

    public List<JsonObject> Conversations { get; } = [];

    public List<JsonObject> Messages { get; } = [];

    public List<JsonObject> Agents { get; } = [new() { ["id"] = 3, ["email"] = "agent@example.test" }];

    /// <summary>Answers in place of the fake when it gives something.</summary>
    public Func<RecordedRequest, FakeAnswer?> Instead { get; set; } = _ => null;

    /// <summary>Posts message_created for every message made through the REST interface, before the answer, twice.</summary>
    public bool Announces { get; set; }

    public static async Task<FakeChatwoot> StartAsync(CancellationToken ct) => new(await FakeProvider.StartAsync(ct));

    public string WebhookUrl => Text(Inboxes.Single()["webhook_url"]);

    /// <summary>What an agent writes in a conversation, and its webhook.</summary>
    public JsonObject Write(long conversation, string text, Action<JsonObject>? change = null)
    {
        lock (_lock)
        {
            var message = new JsonObject { ["id"] = ++_lastMessage, ["content"] = text, ["message_type"] = 1, ["conversation_id"] = conversation, ["source_id"] = null, ["status"] = "sent" };
            Messages.Add(message);
            var body = Body(message);
            change?.Invoke(body);
            return body;
        }
    }

    /// <summary>The body of message_created for a message that stands here.</summary>
    public JsonObject Body(JsonObject message)
    {
        var conversation = Conversations.Single(c => Number(c["id"]) == Number(message["conversation_id"]));
        var contact = Contacts.Single(c => Number(c["id"]) == Number(conversation["contact_id"]));
        var outgoing = Number(message["message_type"]) == 1;
        return new JsonObject
        {
            ["event"] = "message_created",
            ["id"] = Number(message["id"]),
            ["account"] = new JsonObject { ["id"] = 1, ["name"] = "Acme" },
            ["content"] = message["content"]?.DeepClone(),
            ["content_attributes"] = new JsonObject(),
            ["message_type"] = outgoing ? "outgoing" : "incoming",
            ["private"] = false,
            ["source_id"] = message["source_id"]?.DeepClone(),
            ["created_at"] = "2026-07-06T12:10:00.000Z",
            ["inbox"] = new JsonObject { ["id"] = Number(conversation["inbox_id"]), ["name"] = "WhatsApp" },
            ["sender"] = outgoing ? new JsonObject { ["id"] = 3, ["name"] = "Bruno", ["email"] = "agent@example.test", ["type"] = "user" } : null,
            ["conversation"] = new JsonObject
            {
                ["id"] = Number(conversation["id"]),
                ["inbox_id"] = Number(conversation["inbox_id"]),
                ["channel"] = "Channel::Api",
                ["status"] = conversation["status"]?.DeepClone(),
                ["contact_inbox"] = new JsonObject { ["contact_id"] = Number(contact["id"]), ["source_id"] = "s" },
                ["meta"] = new JsonObject { ["sender"] = contact.DeepClone() },
            },
        };
    }

    /// <summary>Posts to the inbox's webhook and waits for its answer.</summary>
    public HttpStatusCode Post(JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, WebhookUrl)
        {
            Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json")),
        };
        using var answer = _webhooks.Send(request);
        return answer.StatusCode;
    }

    public JsonObject StatusChanged(long conversation, string status, JsonObject? assignee = null)
    {
        lock (_lock)
        {
            var row = Conversations.Single(c => Number(c["id"]) == conversation);
            row["status"] = status;
            row["meta"] = new JsonObject { ["assignee"] = assignee };
            return new JsonObject { ["event"] = "conversation_status_changed", ["id"] = conversation, ["inbox_id"] = Number(row["inbox_id"]), ["status"] = status };
        }
    }

    public async ValueTask DisposeAsync()
    {
        _webhooks.Dispose();
        await _server.DisposeAsync();
    }

    private FakeAnswer Answer(RecordedRequest request)
    {
        if (Instead(request) is { } other)
            return other;
        if (request.Headers.GetValueOrDefault("api_access_token") != Token)
            return new FakeAnswer.Reply(401, """{"errors":["Invalid Access Token"]}""");
        var path = request.Path.Split('?')[0];
        const string root = "/api/v1/accounts/1/";
        if (!path.StartsWith(root, StringComparison.Ordinal))
            return new FakeAnswer.Reply(404, """{"error":"Resource could not be found"}""");
        var announced = new List<JsonObject>();
        FakeAnswer answer;
        lock (_lock)
        {
            answer = Route(request.Method, path[root.Length..].Split('/'), request, announced);
        }

        // The webhook beats the answer, comes twice, and the newest first.
        foreach (var body in announced.AsEnumerable().Reverse())
        {
            Post(body);
            Post(body);
        }

        return answer;
    }

    private FakeAnswer Route(string method, string[] path, RecordedRequest request, List<JsonObject> announced)
    {
        JsonObject Body() => request.Json.AsObject();
        JsonObject? Conversation() => Conversations.Find(c => Number(c["id"]) == Number(path[1]));
        switch (method, path)
        {
            case ("GET", ["inboxes"]):
                return Ok(new JsonObject { ["payload"] = List(Inboxes) });
            case ("POST", ["inboxes"]):
                Inboxes.Add(new JsonObject { ["id"] = 5 + Inboxes.Count, ["name"] = Body()["name"]!.DeepClone(), ["channel_type"] = "Channel::Api", ["webhook_url"] = Body()["channel"]!["webhook_url"]!.DeepClone() });
                return Ok(Inboxes[^1]);
            case ("GET", ["inboxes", var id]):
                return Inboxes.Find(i => Number(i["id"]) == Number(id)) is { } inbox ? Ok(inbox) : Missing;
            case ("PATCH", ["inboxes", var id]):
                Inboxes.Single(i => Number(i["id"]) == Number(id))["webhook_url"] = Body()["channel"]!["webhook_url"]!.DeepClone();
                return Ok(new JsonObject());
            case ("GET", ["agents"]):
                return Ok(List(Agents));
            case ("GET", ["contacts", "search"]):
                var query = Uri.UnescapeDataString(request.Path.Split("q=")[1]);
                return Ok(new JsonObject { ["payload"] = List(Contacts.Where(c => Text(c["phone_number"]).Contains(query, StringComparison.Ordinal) || Text(c["identifier"]).Contains(query, StringComparison.Ordinal))) });
            case ("POST", ["contacts"]):
                return CreateContact(Body());
            case ("GET", ["contacts", var id, "conversations"]):
                return Ok(new JsonObject { ["payload"] = List(Conversations.Where(c => Number(c["contact_id"]) == Number(id))) });
            case ("POST", ["conversations"]):
                Conversations.Add(new JsonObject { ["id"] = 77 + Conversations.Count, ["inbox_id"] = Number(Body()["inbox_id"]), ["contact_id"] = Number(Body()["contact_id"]), ["status"] = Body()["status"]!.DeepClone() });
                return Ok(Conversations[^1]);
            case ("GET", ["conversations", _]):
                return Conversation() is { } found ? Ok(found) : Missing;
            case ("POST", ["conversations", _, "toggle_status"]):
                Conversation()!["status"] = Body()["status"]!.DeepClone();
                return Ok(new JsonObject());
            case ("POST", ["conversations", _, "assignments"]):
                Conversation()!["meta"] = new JsonObject { ["assignee"] = Body()["assignee_id"] is { } agent ? new JsonObject { ["id"] = Number(agent) } : null };
                return Ok(new JsonObject());
            case ("GET", ["conversations", var id, "messages"]):
                var after = Number(request.Path.Split("after=")[1]);
                return Ok(new JsonObject { ["payload"] = List(Messages.Where(m => Number(m["conversation_id"]) == Number(id) && Number(m["id"]) > after).OrderBy(m => Number(m["id"])).Take(100)) });
            case ("POST", ["conversations", var id, "messages"]):
                if (Conversation() is null)
                    return Missing;
                var made = new JsonObject
                {
                    ["id"] = ++_lastMessage,
                    ["conversation_id"] = Number(id),
                    ["content"] = Body()["content"]!.DeepClone(),
                    ["source_id"] = Body()["source_id"]?.DeepClone(),
                    ["message_type"] = Text(Body()["message_type"]) == "outgoing" ? 1 : 0,
                    ["status"] = "sent",
                    ["in_reply_to"] = Body()["content_attributes"]?["in_reply_to"]?.DeepClone(),
                };
                Messages.Add(made);
                if (Announces)
                    announced.Add(this.Body(made));
                return Ok(made);
            case ("PATCH", ["conversations", _, "messages", var id]):
                var row = Messages.Find(m => Number(m["id"]) == Number(id));
                if (row is null)
                    return Missing;
                row["status"] = Body()["status"]!.DeepClone();
                row["external_error"] = Body()["external_error"]?.DeepClone();
                return Ok(row);
            case ("DELETE", ["conversations", _, "messages", var id]):
                return Messages.RemoveAll(m => Number(m["id"]) == Number(id)) == 1 ? Ok(new JsonObject()) : Missing;
            default:
                return Missing;
        }
    }

    private FakeAnswer CreateContact(JsonObject body)
    {
        foreach (var field in new[] { "phone_number", "identifier" })
        {
            if (body[field] is not null && Contacts.Exists(c => Text(c[field]) == Text(body[field])))
                return new FakeAnswer.Reply(422, $$"""{"message":"{{field}} has already been taken","attributes":["{{field}}"]}""");
        }

        var contact = body.DeepClone().AsObject();
        contact["id"] = 21 + Contacts.Count;
        var source = $"source-{Contacts.Count}";
        contact["contact_inboxes"] = new JsonArray(new JsonObject { ["source_id"] = source, ["inbox"] = new JsonObject { ["id"] = Number(body["inbox_id"]) } });
        Contacts.Add(contact);
        return Ok(new JsonObject { ["payload"] = new JsonObject { ["contact"] = contact.DeepClone(), ["contact_inbox"] = new JsonObject { ["source_id"] = source } } });
    }

    private static FakeAnswer Missing => new FakeAnswer.Reply(404, """{"error":"Resource could not be found"}""");

    private static FakeAnswer.Reply Ok(JsonNode body) => new(200, body.ToJsonString());

    private static JsonArray List(IEnumerable<JsonObject> items) => [.. items.Select(i => i.DeepClone())];

    internal static string Text(JsonNode? node) => node is null ? "" : (string?)node.AsValue() ?? "";

    internal static long Number(JsonNode? node) => node is null ? 0 : long.Parse(node.ToString(), CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
