using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Data;
using ChatFlow.Tests.Support;
using ChatFlow.Tests.Webhooks;
using ChatFlow.Web.Commands;
using Npgsql;
using Xunit;

namespace ChatFlow.Tests.Resilience;

/// <summary>
/// A real ChatFlow in a process that a test kills, over a database that survives; Meta and the bot's model are servers of
/// the test, which see every request whoever lives. Windows are reached from outside only: locks and held answers.
/// </summary>
internal sealed class KilledSite : IAsyncDisposable
{
    public const string Phone = "+5215512345678";
    private const string Number = "100000000000001";
    private const string Account = "200000000000001";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);
    private static readonly string[] s_days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private readonly string _folder = TestFolders.New("killed");
    private HttpClient _http = new();
    private ChatFlowProcess? _process;
    private string? _key;
    private TestOrganization? _organization;
    private int _messages;

    private KilledSite(TestDatabase database, FakeProvider provider, FakeProvider model) => (Database, Provider, Model) = (database, provider, model);

    public TestDatabase Database { get; }

    public FakeProvider Provider { get; }

    public FakeProvider Model { get; }

    /// <summary>What the provider was asked to send, in order, by anybody who ever lived.</summary>
    public IReadOnlyList<string> Sent => [.. Provider.Requests.Where(IsSend).Select(r => r.Json["text"]!["body"]!.GetValue<string>())];

    /// <param name="metaAddress">Null: the provider's.</param>
    public static async Task<KilledSite> StartAsync(CancellationToken ct, string? metaAddress = null)
    {
        var site = new KilledSite(await TestDatabase.CreateAsync(ct), await FakeProvider.StartAsync(ct), await FakeProvider.StartAsync(ct));
        try
        {
            site.Answer(Accepted);
            await site.RunAsync(metaAddress, ct);
            await site.ConnectAsync(ct);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the provider does with sends from now on.</summary>
    public void Answer(Func<RecordedRequest, FakeAnswer> answer) => Provider.Otherwise = request =>
        IsSend(request) ? answer(request) : new FakeAnswer.Reply(200, $$"""{"id":"{{Number}}","display_phone_number":"+52 55 0000 0000"}""");

    /// <summary>Meta's answer to a send.</summary>
    public static FakeAnswer Accepted(RecordedRequest request) => new FakeAnswer.Reply(200, new JsonObject
    {
        ["messaging_product"] = "whatsapp",
        ["messages"] = new JsonArray(new JsonObject { ["id"] = $"wamid.{IdOf(request)}" }),
    }.ToJsonString());

    /// <summary>Our id of the message of a request.</summary>
    public static Guid IdOf(RecordedRequest request) => Guid.Parse(request.Json["biz_opaque_callback_data"]!.GetValue<string>());

    /// <summary>The next send that the provider receives.</summary>
    public async Task<RecordedRequest> NextSendAsync(CancellationToken ct)
    {
        using var patience = Patience(ct);
        while (true)
        {
            var request = await Provider.NextAsync(patience.Token);
            if (IsSend(request))
                return request;
        }
    }

    /// <summary>SIGKILL, then what the database does with the sessions of the dead.</summary>
    /// <param name="held">Locks that its sessions wait for; released once it is dead.</param>
    public async Task KillAsync(CancellationToken ct, HeldLock? held = null)
    {
        await _process!.DisposeAsync();
        if (held is not null)
            await held.DisposeAsync();
        await UntilAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'chatflow_app'", 0L, ct);
    }

    /// <summary>A new process, after longer than a send or a lease may take.</summary>
    public async Task RestartAsync(CancellationToken ct)
    {
        await Database.ExecuteAsync("""
            UPDATE messages SET sending_since = sending_since - interval '10 minutes' WHERE sending_since IS NOT NULL;
            UPDATE follow_up_executions SET lease_until = lease_until - interval '10 minutes' WHERE lease_until IS NOT NULL;
            UPDATE conversations SET bot_lease_until = bot_lease_until - interval '10 minutes' WHERE bot_lease_until IS NOT NULL;
            """, ct);
        await RunAsync(null, ct);
    }

    /// <summary>Locks from a session of the test's.</summary>
    public Task<HeldLock> LockAsync(string sql, CancellationToken ct) => HeldLock.TakeAsync(this, sql, ct);

    /// <summary>The customer writes; answered with 200, that is: stored.</summary>
    public async Task<byte[]> CustomerWritesAsync(string text, CancellationToken ct)
    {
        var body = Webhook($$"""
            "contacts":[{"profile":{"name":"Ana"},"wa_id":"{{Phone[1..]}}"}],"messages":[{"from":"{{Phone[1..]}}","id":"wamid.in.{{++_messages}}",
            "timestamp":"{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}","type":"text","text":{"body":"{{text}}"} }]
            """);
        await PostWebhookAsync(body, ct);
        return body;
    }

    /// <summary>The provider's status of a message that it was asked to send.</summary>
    public Task ProviderSaysAsync(Guid message, string status, CancellationToken ct) => PostWebhookAsync(Webhook($$"""
        "statuses":[{"id":"wamid.{{message}}","status":"{{status}}","timestamp":"{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}",
        "recipient_id":"{{Phone[1..]}}","biz_opaque_callback_data":"{{message}}"}]
        """), ct);

    public async Task PostWebhookAsync(byte[] body, CancellationToken ct) =>
        Assert.Equal(System.Net.HttpStatusCode.OK, await _http.PostMetaAsync(_organization!, body, ct));

    /// <summary>Two steps without waits and limits, and the customer in it.</summary>
    public async Task EnrolAsync(CancellationToken ct, int firstDelayMinutes = 0)
    {
        var sequence = await CallAsync(HttpMethod.Post, "sequences", new
        {
            name = "Retomar",
            enabled = true,
            triggerType = "custom",
            triggerConfig = new { @event = "retomar" },
            strategy = "aggressive",
            policy = new
            {
                delayMultiplier = 1,
                delayFloorMinutes = 0,
                minGapMinutes = 0,
                jitterMinutes = 0,
                maxPerDay = 50,
                maxPer7Days = 50,
                maxPer30Days = 50,
                window = new { days = s_days, start = "00:00", end = "24:00" },
            },
            steps = new[]
            {
                new { delayAmount = firstDelayMinutes, delayUnit = "minutes", messageTemplate = "Primero" },
                new { delayAmount = 0, delayUnit = "minutes", messageTemplate = "Segundo" },
            },
        }, ct);
        await CallAsync(HttpMethod.Post, $"sequences/{sequence.GetProperty("id").GetGuid()}/executions", new { phone = Phone }, ct);
    }

    public async Task<JsonElement> CallAsync(HttpMethod method, string path, object body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/v1/{path}", UriKind.Relative)) { Content = JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>Looks until the database says it; another process works on it meanwhile.</summary>
    public async Task UntilAsync<T>(string sql, T expected, CancellationToken ct)
    {
        using var patience = Patience(ct);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        T? last = default;
        try
        {
            await using var connection = new NpgsqlConnection(Database.Superuser + ";Pooling=false");
            await connection.OpenAsync(patience.Token);
            await using var command = new NpgsqlCommand(sql, connection);
            do
                last = (await Gate.ListAsync(command, r => r.GetFieldValue<T>(0), patience.Token)).SingleOrDefault();
            while (!EqualityComparer<T>.Default.Equals(last, expected) && await look.WaitForNextTickAsync(patience.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            Assert.Fail($"{sql}: waited for {expected}, it is {last}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _http.Dispose();
        await Provider.DisposeAsync();
        await Model.DisposeAsync();
        await Database.DisposeAsync();
        TestFolders.Delete(_folder);
    }

    internal static CancellationTokenSource Patience(CancellationToken ct)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(s_patience);
        return patience;
    }

    private static bool IsSend(RecordedRequest request) =>
        request.Method == "POST" && request.Path.EndsWith("/messages", StringComparison.Ordinal) && request.Json["biz_opaque_callback_data"] is not null;

    private static byte[] Webhook(string value) => WebhookCalls.Bytes($$$"""
        {"object":"whatsapp_business_account","entry":[{"id":"{{{Account}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
        "metadata":{"display_phone_number":"525500000000","phone_number_id":"{{{Number}}}"},{{{value}}}}}]}]}
        """);

    private async Task RunAsync(string? metaAddress, CancellationToken ct)
    {
        using var patience = Patience(ct);
        _process = await ChatFlowProcess.StartAsync(new Dictionary<string, string>
        {
            ["ConnectionStrings:App"] = Database.AppConnection,
            ["ChatFlow:DataFolder"] = _folder,
            ["Outbound:AllowedNetworks"] = "127.0.0.0/8",
            ["Outbound:MetaBaseUrl"] = metaAddress ?? Provider.Address,
        }, patience.Token);
        _http.Dispose();
        _http = new HttpClient { BaseAddress = _process.Address };
        if (_key is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _key);
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        var made = await CommandAsync("organization create --slug tienda --admin-email ana@example.com --admin-password una-clave-larga-9 --name Tienda");
        _key = (await CommandAsync("api-key create --organization tienda --name pruebas"))["key"]!.GetValue<string>();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        var connection = await CallAsync(HttpMethod.Put, "connection", new
        {
            type = "meta_api",
            meta = new
            {
                businessAccountId = Account,
                phoneNumberId = Number,
                accessToken = "meta-token",
                appSecret = TestOrganization.AppSecret,
                verifyToken = TestOrganization.VerifyToken,
            },
        }, ct);
        var address = new Uri(connection.GetProperty("webhookUrl").GetString()!);
        _organization = new TestOrganization(Guid.Parse(made["id"]!.GetValue<string>()), "tienda", Guid.Empty, "ana@example.com", address.Segments[^1], "");
    }

    private async Task<JsonNode> CommandAsync(string line)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(
            [.. line.Split(' '), $"--ConnectionStrings:App={Database.AppConnection}", $"--ChatFlow:DataFolder={_folder}"], output, error);
        Assert.True(exit == 0, error.ToString());
        return JsonNode.Parse(output.ToString())!;
    }
}
