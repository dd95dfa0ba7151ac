using System.Text.Json.Nodes;
using ChatFlow.Tests.Support;

namespace ChatFlow.Tests.Organizations;

/// <summary>Meta's Graph interface on this machine, by path: a number, its account with templates, and sends.</summary>
internal sealed class FakeMeta(FakeProvider provider)
{
    private int _sent;

    /// <summary>What the next sends answer; accepted when empty.</summary>
    public Queue<FakeAnswer> Sends { get; } = new();

    public JsonArray Templates { get; } = [];

    public FakeAnswer? Number { get; set; }

    public FakeAnswer? Subscribe { get; set; }

    public FakeAnswer? Register { get; set; }

    public static async Task<(FakeProvider Provider, FakeMeta Meta)> StartAsync(CancellationToken ct)
    {
        var provider = await FakeProvider.StartAsync(ct);
        var meta = new FakeMeta(provider);
        provider.Otherwise = meta.Answer;
        return (provider, meta);
    }

    public IReadOnlyList<RecordedRequest> To(string method, string end) =>
        [.. provider.Requests.Where(r => r.Method == method && r.Path.Split('?')[0].EndsWith(end, StringComparison.Ordinal))];

    public static FakeAnswer Error(int status, int code, string words = "No.") =>
        new FakeAnswer.Reply(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = words } }.ToJsonString());

    public static JsonObject Template(string name, string body, string status = "APPROVED", string category = "MARKETING", string id = "1") => new()
    {
        ["id"] = id, ["name"] = name, ["language"] = "es_MX", ["status"] = status, ["category"] = category,
        ["components"] = new JsonArray(new JsonObject { ["type"] = "BODY", ["text"] = body }),
    };

    private FakeAnswer Answer(RecordedRequest request)
    {
        var path = request.Path.Split('?')[0];
        lock (Sends)
        {
            return path.Split('/')[^1] switch
            {
                "messages" => Sends.TryDequeue(out var scripted) ? scripted : Accepted(request),
                "subscribed_apps" => Subscribe ?? new FakeAnswer.Reply(200, """{"success":true}"""),
                "register" => Register ?? new FakeAnswer.Reply(200, """{"success":true}"""),
                "message_templates" when request.Method == "POST" => new FakeAnswer.Reply(200, """{"id":"77","status":"PENDING","category":"MARKETING"}"""),
                "message_templates" when request.Method == "DELETE" => new FakeAnswer.Reply(200, """{"success":true}"""),
                "message_templates" => new FakeAnswer.Reply(200, Page(request)),
                _ => Number ?? new FakeAnswer.Reply(200, """
                    {"id":"200","display_phone_number":"+52 55 1234 5678","verified_name":"Flores Ana","quality_rating":"GREEN","status":"CONNECTED",
                    "throughput":{"level":"STANDARD"},"messaging_limit_tier":"TIER_1K"}
                    """),
            };
        }
    }

    private FakeAnswer.Reply Accepted(RecordedRequest request) => new(200, new JsonObject
    {
        ["contacts"] = new JsonArray(new JsonObject { ["wa_id"] = (string?)request.Json["to"] }),
        ["messages"] = new JsonArray(new JsonObject { ["id"] = $"wamid.{Interlocked.Increment(ref _sent)}.{(string?)request.Json["biz_opaque_callback_data"]}" }),
    }.ToJsonString());

    // Two a page, so that every list is read over several.
    private string Page(RecordedRequest request)
    {
        var after = System.Web.HttpUtility.ParseQueryString(request.Path.Contains('?', StringComparison.Ordinal) ? request.Path.Split('?')[1] : "")["after"];
        var start = after is null ? 0 : int.Parse(after, System.Globalization.CultureInfo.InvariantCulture);
        var page = new JsonObject { ["data"] = new JsonArray([.. Templates.Skip(start).Take(2).Select(t => t!.DeepClone())]) };
        if (start + 2 < Templates.Count)
            page["paging"] = new JsonObject { ["cursors"] = new JsonObject { ["after"] = $"{start + 2}" }, ["next"] = "https://graph.facebook.com/v25.0/REDACTED" };
        return page.ToJsonString();
    }
}
