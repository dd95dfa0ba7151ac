using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Organizations.MetaCloud;
using ChatFlow.Core.Statistics;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using ChatFlow.Tests.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatFlow.Tests.Organizations;

/// <summary>The whole site against a Graph interface on this machine: templates, the window, refusals, costs, notices.</summary>
public sealed class MetaStoryTests : IAsyncLifetime
{
    private const string Number = "200";
    private const string Account = "100";
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
    private FakeProvider _provider = null!;
    private FakeMeta _meta = null!;
    private TestApp _app = null!;
    private TestOrganization _organization = null!;
    private HttpClient _api = null!;
    private HttpClient _http = null!;
    private int _message;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor System => Actor.System(_organization.Id);

    public async ValueTask InitializeAsync()
    {
        (_provider, _meta) = await FakeMeta.StartAsync(Stop);
        _app = await TestApp.StartAsync(Stop, _clock, new Dictionary<string, string> { ["Outbound:MetaBaseUrl"] = _provider.Address });
        _organization = await _app.OpenMetaAsync(Number, Account, Stop);
        _api = await _app.ApiAsync(_organization, Stop);
        _http = _app.Http();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _api.Dispose();
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_saved_connection_is_checked_and_subscribed_and_says_what_the_number_is()
    {
        using var answer = await _api.PutAsJsonAsync("/api/v1/connection", new
        {
            type = "meta_api", meta = new { businessAccountId = Account, phoneNumberId = Number, accessToken = "EAAG1", appSecret = "s", verifyToken = "v" },
        }, Stop);
        Assert.Equal("connected", (string?)(await JsonAsync(answer))["status"]);
        Assert.Equal($"/v25.0/{Account}/subscribed_apps", Assert.Single(_meta.To("POST", "/subscribed_apps")).Path);
        await RefreshAsync();
        var account = (await Get<ReadMetaAccount>().RunAsync(System, Stop)).Account!;
        Assert.Equal(("Flores Ana", "GREEN", "TIER_1K", "STANDARD"), (account.VerifiedName, account.Quality, account.MessagingLimit, account.Throughput));
        Assert.NotNull(account.SubscribedAt);

        Assert.Equal("meta.pin", (await Get<RegisterNumber>().RunAsync(System, "12345", Stop)).Error?.Code);
        Assert.True((await Get<RegisterNumber>().RunAsync(System, "123456", Stop)).IsSuccess);
        Assert.Equal("123456", (string?)Assert.Single(_meta.To("POST", "/register")).Json["pin"]);
        _meta.Register = FakeMeta.Error(400, 133016);
        Assert.Equal("133016", (await Get<RegisterNumber>().RunAsync(System, "123456", Stop)).Error?.Code);
        Assert.Empty(await _app.Database.QueryAsync("SELECT 1 FROM audit_entries WHERE detail::text LIKE '%123456%' OR subject LIKE '%123456%'", r => 1, Stop));
    }

    [Fact]
    public async Task Templates_are_read_to_the_last_page_and_only_what_fits_is_sent()
    {
        // Nobody knows the templates yet: Meta decides.
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(new { phone = "+525511110001", template = new { name = "unseen", language = "es_MX" } })).Status);
        foreach (var i in Enumerable.Range(0, 5))
            _meta.Templates.Add(FakeMeta.Template($"promo_{i}", "Hola {{1}}, mira esto.", i == 4 ? "PAUSED" : "APPROVED", id: $"{i}"));
        Assert.Equal(5, (await Get<SyncTemplates>().RunAsync(_organization.Id, Stop)).Value);
        Assert.Equal(3, _meta.To("GET", "/message_templates").Count);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "template.unknown"), await RefusedAsync(new { name = "unseen", language = "es_MX" }));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "template.parameter_count"), await RefusedAsync(new { name = "promo_0", language = "es_MX" }));
        Assert.Equal((HttpStatusCode.Conflict, "template.not_approved"), await RefusedAsync(new { name = "promo_4", language = "es_MX", parameters = new[] { "Ana" } }));
        var sent = await SendAsync(new { phone = "+525511110001", template = new { name = "promo_0", language = "es_MX", parameters = new[] { "Ana" } } });
        Assert.Equal("Hola Ana, mira esto.", (string?)sent.Json["text"]);

        // Gone at Meta, gone here.
        _meta.Templates.RemoveAt(0);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Get<SyncTemplates>().RunAsync(_organization.Id, Stop);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "template.unknown"), await RefusedAsync(new { name = "promo_0", language = "es_MX", parameters = new[] { "Ana" } }));

        // A list that cannot be read takes nothing away.
        _provider.Otherwise = _ => FakeMeta.Error(500, 2);
        Assert.Equal("2", (await Get<SyncTemplates>().RunAsync(_organization.Id, Stop)).Error?.Code);
        var list = await Get<ReadTemplates>().RunAsync(System, new ReadTemplatesRequest(), Stop);
        Assert.Equal((4, "2"), (list.Items.Count, list.ReadError));
    }

    [Fact]
    public async Task A_template_is_created_changed_by_webhook_and_deleted()
    {
        var draft = new TemplateDraft { Name = "oferta", Language = "es_MX", Body = "Hola {{1}}, llegó.", Examples = ["Ana"] };
        var id = (await Get<CreateTemplate>().RunAsync(System, draft, Stop)).Value;
        Assert.Equal("oferta", (string?)Assert.Single(_meta.To("POST", "/message_templates")).Json["name"]);
        Assert.Equal("pending", await StatusOfAsync("oferta"));
        await PostAsync("message_template_status_update", new { @event = "REJECTED", message_template_id = 77, message_template_name = "oferta", message_template_language = "es_MX", reason = "INVALID_FORMAT", message_template_category = "MARKETING" });
        Assert.Equal("rejected", await StatusOfAsync("oferta"));
        await PostAsync("template_category_update", new { message_template_id = 77, message_template_name = "oferta", message_template_language = "es_MX", new_category = "UTILITY" });
        await PostAsync("message_template_quality_update", new { message_template_name = "oferta", message_template_language = "es_MX", new_quality_score = "YELLOW" });
        Assert.Equal("rejected utility YELLOW INVALID_FORMAT", await _app.Database.ScalarAsync<string>(
            "SELECT concat_ws(' ', status, category, quality, rejected_reason) FROM whatsapp_templates WHERE name = 'oferta'", Stop));
        Assert.True((await Get<DeleteTemplate>().RunAsync(System, id, Stop)).IsSuccess);
        Assert.Contains("name=oferta&hsm_id=77", Assert.Single(_meta.To("DELETE", "/message_templates")).Path, StringComparison.Ordinal);
        Assert.Equal("template.gone", (await Get<DeleteTemplate>().RunAsync(System, id, Stop)).Error?.Code);
    }

    [Fact]
    public async Task Outside_the_window_a_text_is_refused_by_us_and_a_choice_becomes_buttons()
    {
        await ArriveAsync("525511110002", _clock.GetUtcNow().AddHours(-23));
        var open = await SendAsync(new { phone = "+525511110002", text = "¿Te llamo?", interactive = new { buttons = new[] { new { id = "si", title = "Sí" } } } });
        Assert.Equal((HttpStatusCode.Accepted, "interactive"), (open.Status, (string?)open.Json["type"]));
        await UntilAsync(() => _meta.To("POST", "/messages").Count == 1);
        Assert.Equal("button", (string?)_meta.To("POST", "/messages")[0].Json["interactive"]!["type"]);

        _clock.Advance(TimeSpan.FromMinutes(59));
        var closed = await SendAsync(new { phone = "+525511110002", text = "Hola" });
        Assert.Equal((HttpStatusCode.Conflict, "message.window_closed"), (closed.Status, Code(closed.Json)));
        Assert.Single(_meta.To("POST", "/messages"));
    }

    [Fact]
    public async Task What_waited_for_a_mended_token_goes_out_by_itself()
    {
        await ArriveAsync("525511110003", _clock.GetUtcNow());
        _meta.Sends.Enqueue(FakeMeta.Error(401, 190, "Expired."));
        var first = await SendAsync(new { phone = "+525511110003", text = "uno" });
        await UntilAsync(async () => await PausedAsync());
        await SendAsync(new { phone = "+525511110003", text = "dos" });
        Assert.Equal("pending", await MessageAsync(first.Json));

        using var put = await _api.PutAsJsonAsync("/api/v1/connection", new
        {
            type = "meta_api", meta = new { businessAccountId = Account, phoneNumberId = Number, accessToken = "EAAG2", appSecret = TestOrganization.AppSecret, verifyToken = "v" },
        }, Stop);
        Assert.Equal("connected", (string?)(await JsonAsync(put))["status"]);
        await TickUntilAsync(async () => await MessageAsync(first.Json) == "sent" && _meta.To("POST", "/messages").Count == 3);
        Assert.Equal("Bearer EAAG2", _meta.To("POST", "/messages")[^1].Headers["Authorization"]);
    }

    [Fact]
    public async Task Refusals_teach_about_the_person_and_stop_what_must_stop()
    {
        await ArriveAsync("525511110004", _clock.GetUtcNow().AddMinutes(-5));
        foreach (var code in new[] { 131026, 131026, 131050, 131049, 131048 })
        {
            _meta.Sends.Enqueue(FakeMeta.Error(400, code));
            var sent = await SendAsync(new { phone = "+525511110004", text = $"intento {code}" });
            await TickUntilAsync(async () => await MessageAsync(sent.Json) == "failed");
        }

        Assert.Equal("2 t t t", await _app.Database.ScalarAsync<string>("""
            SELECT concat_ws(' ', undeliverable_count, marketing_opted_out_at IS NOT NULL, marketing_held_until IS NOT NULL,
                (SELECT automation_held_code = '131048' FROM bot_configs b WHERE b.organization_id = c.organization_id))
            FROM contacts c WHERE phone LIKE '%5511110004'
            """, Stop));
        // Payment: told by webhook, for a message that had been accepted.
        var paid = await SendAsync(new { phone = "+525511110004", text = "aceptado" });
        await TickUntilAsync(async () => await MessageAsync(paid.Json) == "sent");
        await StatusAsync(paid.Json, "failed", new { errors = new[] { new { code = 131042, title = "Payment" } } });
        Assert.True(await PausedAsync());
    }

    [Fact]
    public async Task Too_many_to_one_person_wait_longer_each_time_and_go_out_by_themselves()
    {
        await ArriveAsync("525511110005", _clock.GetUtcNow());
        _meta.Sends.Enqueue(FakeMeta.Error(429, 131056));
        _meta.Sends.Enqueue(FakeMeta.Error(429, 131056));
        var one = await SendAsync(new { phone = "+525511110005", text = "uno" });
        await UntilAsync(async () => await WaitAsync(one.Json) == 6);
        await TickUntilAsync(async () => await WaitAsync(one.Json) is > 10 and <= 16);
        await TickUntilAsync(async () => await MessageAsync(one.Json) == "sent");
        Assert.Equal(3, _meta.To("POST", "/messages").Count);
    }

    [Fact]
    public async Task Prices_are_estimated_once_from_what_the_status_says()
    {
        await ArriveAsync("525511110006", _clock.GetUtcNow());
        var sent = await SendAsync(new { phone = "+525511110006", text = "hola" });
        await TickUntilAsync(async () => await MessageAsync(sent.Json) == "sent");
        var pricing = new { pricing = new { billable = true, pricing_model = "PMP", category = "marketing", type = "regular" } };
        await StatusAsync(sent.Json, "sent", pricing);
        await StatusAsync(sent.Json, "delivered", pricing);
        var cost = Assert.Single(await Get<ReadCosts>().MonthAsync(System, Stop));
        Assert.Equal(("marketing", "USD", 0.0436m, 1, 0), (cost.Category, cost.Currency, cost.Amount, cost.Messages, cost.Free));
    }

    [Fact]
    public async Task What_Meta_tells_of_the_account_is_kept_and_stops_what_it_must()
    {
        await PostAsync("account_update", new { @event = "ACCOUNT_RESTRICTION", restriction_info = new[] { new { restriction_type = "RESTRICTED_BIZ_INITIATED_MESSAGING", expiration = _clock.GetUtcNow().AddDays(3).ToUnixTimeSeconds() } } });
        var view = await Get<ReadMetaAccount>().RunAsync(System, Stop);
        Assert.Equal(("ACCOUNT_RESTRICTION", _clock.GetUtcNow().AddDays(3)), (view.AutomationHeldCode, view.AutomationHeldUntil));
        Assert.False(await PausedAsync());

        await PostAsync("account_update", new { @event = "DISABLED_UPDATE", ban_info = new { waba_ban_state = "DISABLE" } });
        Assert.True(await PausedAsync());
        await RefreshAsync();
        Assert.True(await PausedAsync());
        _clock.Advance(TimeSpan.FromHours(1));
        await PostAsync("account_update", new { @event = "DISABLED_UPDATE", ban_info = new { waba_ban_state = "REINSTATE" } });
        await RefreshAsync();
        Assert.False(await PausedAsync());
        Assert.Equal(3, (await Get<ReadMetaAccount>().RunAsync(System, Stop)).Notices.Count);
    }

    [Fact]
    public async Task Somebody_without_a_number_is_found_by_username_and_talked_to()
    {
        var body = new { messaging_product = "whatsapp", metadata = new { phone_number_id = Number }, contacts = new[] { new { profile = new { username = "@anita.flores" }, user_id = "MX.150" } },
            messages = new[] { new { from_user_id = "MX.150", id = "wamid.u1", timestamp = $"{_clock.GetUtcNow().ToUnixTimeSeconds()}", type = "text", text = new { body = "hola" } } } };
        await PostAsync("messages", body);
        var found = (await _api.GetFromJsonAsync<JsonNode>("/api/v1/contacts?search=anita.fl", Stop))!["items"]!.AsArray();
        var contact = Assert.Single(found)!;
        Assert.Equal(("anita.flores", null), ((string?)contact["username"], (string?)contact["phone"]));
        var sent = await SendAsync(new { contactId = (string?)contact["id"], text = "Hola" });
        await TickUntilAsync(async () => await MessageAsync(sent.Json) == "sent");
        Assert.Equal("MX.150", (string?)_meta.To("POST", "/messages")[^1].Json["recipient"]);
    }

    private T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    private Task RefreshAsync() => Get<RefreshMeta>().RunAsync(_organization.Id, Stop);

    private Task ArriveAsync(string from, DateTimeOffset at) => PostAsync("messages", new
    {
        messaging_product = "whatsapp", metadata = new { phone_number_id = Number }, contacts = new[] { new { profile = new { name = "Ana" }, wa_id = from } },
        messages = new[] { new { from, id = $"wamid.in{++_message}", timestamp = $"{at.ToUnixTimeSeconds()}", type = "text", text = new { body = "hola" } } },
    });

    private async Task StatusAsync(JsonNode sent, string status, object more)
    {
        var id = (string)sent["id"]!;
        var entry = JsonNode.Parse(global::System.Text.Json.JsonSerializer.Serialize(more))!.AsObject();
        entry["id"] = await _app.Database.ScalarAsync<string>("SELECT whatsapp_message_id FROM messages WHERE id = $1", Stop, Guid.Parse(id));
        entry["status"] = status;
        entry["timestamp"] = $"{_clock.GetUtcNow().ToUnixTimeSeconds()}";
        await PostAsync("messages", new JsonObject { ["metadata"] = new JsonObject { ["phone_number_id"] = Number }, ["statuses"] = new JsonArray(entry) });
    }

    private async Task PostAsync(string field, object value)
    {
        var body = JsonContent.Create(new { @object = "whatsapp_business_account", entry = new[] { new { id = Account, time = _clock.GetUtcNow().ToUnixTimeSeconds(), changes = new[] { new { field, value } } } } });
        Assert.Equal(HttpStatusCode.OK, await _http.PostMetaAsync(_organization, await body.ReadAsByteArrayAsync(Stop), Stop));
        await _app.SettleAsync(_organization, Stop);
    }

    private async Task<(HttpStatusCode Status, JsonNode Json)> SendAsync(object message)
    {
        using var answer = await _api.PostAsJsonAsync("/api/v1/messages", message, Stop);
        return (answer.StatusCode, await JsonAsync(answer));
    }

    private async Task<(HttpStatusCode, string?)> RefusedAsync(object template)
    {
        var (status, json) = await SendAsync(new { phone = "+525511110001", template });
        return (status, Code(json));
    }

    private static string? Code(JsonNode json) => (string?)json["code"];

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;

    private Task<string?> StatusOfAsync(string template) => _app.Database.ScalarAsync<string?>("SELECT status FROM whatsapp_templates WHERE name = $1", Stop, template);

    private Task<bool> PausedAsync() => _app.Database.ScalarAsync<bool>("SELECT sending_paused FROM bot_configs WHERE organization_id = $1", Stop, _organization.Id);

    private Task<string?> MessageAsync(JsonNode sent) =>
        _app.Database.ScalarAsync<string?>("SELECT status FROM messages WHERE id = $1", Stop, Guid.Parse((string)sent["id"]!));

    private async Task<int> WaitAsync(JsonNode sent) => await _app.Database.ScalarAsync<int>(
        "SELECT coalesce(extract(epoch FROM dispatch_at - $2)::int, 0) FROM messages WHERE id = $1", Stop, Guid.Parse((string)sent["id"]!), _clock.GetUtcNow());

    private static Task UntilAsync(Func<bool> done) => UntilAsync(() => Task.FromResult(done()));

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await done())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    // The sender looks once a second by the clock that stands still here.
    private Task TickUntilAsync(Func<Task<bool>> done) => UntilAsync(async () =>
    {
        if (await done())
            return true;
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Get<SendSignal>().Wake();
        return false;
    });
}
