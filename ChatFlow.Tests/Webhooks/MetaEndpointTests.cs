using System.Net;
using System.Text.Json.Nodes;
using ChatFlow.Core.Security;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Webhooks;

public sealed class MetaEndpointTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private static int s_numbers;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestApp App => fixture.App;

    [Fact]
    public async Task The_address_is_confirmed_to_who_knows_the_verify_token()
    {
        var organization = await OpenAsync();
        using var http = App.Http();
        using var answer = await http.GetAsync(Confirm(organization.WebhookKey, TestOrganization.VerifyToken), Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("1158201444", await answer.Content.ReadAsStringAsync(Stop));
        using var wrong = await http.GetAsync(Confirm(organization.WebhookKey, "wrong"), Stop);
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using var unknown = await http.GetAsync(Confirm(Tokens.New(), TestOrganization.VerifyToken), Stop);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_signed_body_of_our_number_is_on_disk_when_it_is_answered()
    {
        var (organization, number, account) = await OpenNumberAsync();
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.OK, await http.PostMetaAsync(organization, Text((account, number, "wamid.1", "Hola")), Stop));
        Assert.Single(await App.WebhookStatesAsync(organization, Stop));
        Assert.Equal(["Hola"], await TextsAsync(organization));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256=00")]
    [InlineData("sha1=2fd4e1c67a2d28fced849ee1bb76e7391b93eb12")]
    [InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Without_the_right_signature_nothing_is_stored(string signature)
    {
        var (organization, number, account) = await OpenNumberAsync();
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.Unauthorized, await http.PostMetaAsync(organization, Text((account, number, "wamid.1", "Hola")), Stop, signature));
        Assert.Empty(await App.WebhookStatesAsync(organization, Stop));
    }

    [Fact]
    public async Task One_changed_byte_breaks_the_signature()
    {
        var (organization, number, account) = await OpenNumberAsync();
        var body = Text((account, number, "wamid.1", "Hola"));
        var signature = WebhookCalls.Sign(body, TestOrganization.AppSecret);
        body[^2] ^= 1;
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.Unauthorized, await http.PostMetaAsync(organization, body, Stop, signature));
    }

    [Fact]
    public async Task A_body_for_two_organizations_of_one_app_reaches_both_and_each_takes_its_own_part()
    {
        var (one, numberOne, accountOne) = await OpenNumberAsync();
        var (two, numberTwo, accountTwo) = await OpenNumberAsync();
        var body = Text((accountOne, numberOne, "wamid.a", "tienda A"), (accountTwo, numberTwo, "wamid.b", "tienda B"));
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.OK, await http.PostMetaAsync(one, body, Stop));
        Assert.Equal(HttpStatusCode.OK, await http.PostMetaAsync(two, body, Stop));
        Assert.Equal(["tienda A"], await TextsAsync(one));
        Assert.Equal(["tienda B"], await TextsAsync(two));
        Assert.Equal(["done"], await App.WebhookStatesAsync(one, Stop));
        Assert.Equal(["done"], await App.WebhookStatesAsync(two, Stop));
    }

    [Fact]
    public async Task A_number_whose_own_secret_does_not_verify_the_body_gets_nothing()
    {
        var (one, numberOne, accountOne) = await OpenNumberAsync();
        var (two, numberTwo, accountTwo) = await OpenNumberAsync("another app's secret");
        var body = Text((accountOne, numberOne, "wamid.a", "mine"), (accountTwo, numberTwo, "wamid.b", "forged"));
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.OK, await http.PostMetaAsync(one, body, Stop));
        Assert.Equal(["mine"], await TextsAsync(one));
        Assert.Empty(await App.WebhookStatesAsync(two, Stop));
    }

    [Fact]
    public async Task A_number_that_is_nobodys_is_answered_and_not_kept()
    {
        var organization = await OpenAsync();
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.OK, await http.PostMetaAsync(organization, Text(("999999999999999", "999999999999998", "wamid.x", "?")), Stop));
        Assert.Empty(await App.WebhookStatesAsync(organization, Stop));
    }

    [Fact]
    public async Task A_change_of_the_account_reaches_the_organization_that_holds_it()
    {
        var (organization, _, account) = await OpenNumberAsync();
        var body = WebhookCalls.Bytes($$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{account}}}","changes":[{"field":"account_alerts","value":{"entity_type":"WABA"}}]}]}""");
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.OK, await http.PostMetaAsync(organization, body, Stop));
        await App.SettleAsync(organization, Stop);
        Assert.Equal(["done"], await App.WebhookStatesAsync(organization, Stop));
    }

    [Fact]
    public async Task A_genuine_body_that_nobody_can_read_is_kept_and_one_too_large_is_refused()
    {
        var organization = await OpenAsync();
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.OK, await http.PostMetaAsync(organization, WebhookCalls.Bytes("{\"object\":"), Stop));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await http.PostMetaAsync(organization, new byte[(4 * 1024 * 1024) + 1], Stop));
        await App.SettleAsync(organization, Stop);
        Assert.Equal(["unreadable"], await App.WebhookStatesAsync(organization, Stop));
    }

    [Fact]
    public async Task Every_sample_is_answered_kept_and_applied()
    {
        var folder = Shared.PathOrSkip("contracts", "samples", "meta");
        var (organization, number, account) = await OpenNumberAsync();
        using var http = App.Http();
        var files = Directory.EnumerateFiles(folder, "*.json").Where(f => char.IsDigit(Path.GetFileName(f)[0])).Order().ToList();
        foreach (var file in files)
        {
            var body = WebhookCalls.Bytes(Owned(await File.ReadAllTextAsync(file, Stop), number, account, Path.GetFileName(file)));
            Assert.Equal(HttpStatusCode.OK, await http.PostMetaAsync(organization, body, Stop));
        }

        await App.SettleAsync(organization, Stop);
        var states = await App.WebhookStatesAsync(organization, Stop);
        Assert.Equal(files.Count, states.Count);
        Assert.All(states, state => Assert.Equal("done", state));
    }

    [Fact]
    public async Task Ticks_out_of_order_end_at_the_highest()
    {
        var path = Shared.PathOrSkip("contracts", "samples", "meta", "172-several-statuses-one-envelope-out-of-order.json");
        var (organization, number, account) = await OpenNumberAsync();
        var text = await File.ReadAllTextAsync(path, Stop);
        var id = JsonNode.Parse(text)!["entry"]![0]!["changes"]![0]!["value"]!["statuses"]![0]!["id"]!.GetValue<string>();
        await App.Database.ExecuteAsync($"""
            WITH c AS (INSERT INTO contacts (organization_id, phone) VALUES ('{organization.Id}', '+5511900000021') RETURNING id)
            INSERT INTO messages (organization_id, contact_id, direction, message_content, status, whatsapp_message_id, sender)
            SELECT '{organization.Id}', c.id, 'outbound', 'Hola', 'sent', '{id}', 'person' FROM c
            """, Stop);
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.OK, await http.PostMetaAsync(organization, WebhookCalls.Bytes(Owned(text, number, account, "")), Stop));
        await App.SettleAsync(organization, Stop);
        Assert.Equal("read", await App.Database.ScalarAsync<string>("SELECT status FROM messages WHERE organization_id = $1", Stop, organization.Id));
    }

    private static string Confirm(string key, string token) =>
        $"/webhooks/meta/{key}?hub.mode=subscribe&hub.verify_token={Uri.EscapeDataString(token)}&hub.challenge=1158201444";

    private async Task<TestOrganization> OpenAsync() => (await OpenNumberAsync()).Organization;

    private async Task<(TestOrganization Organization, string Number, string Account)> OpenNumberAsync(string secret = TestOrganization.AppSecret)
    {
        var next = Interlocked.Increment(ref s_numbers);
        var (number, account) = ($"70000000000{next:D4}", $"80000000000{next:D4}");
        return (await App.OpenMetaAsync(number, account, Stop, secret), number, account);
    }

    private async Task<IReadOnlyList<string>> TextsAsync(TestOrganization organization)
    {
        await App.SettleAsync(organization, Stop);
        return await App.Database.QueryAsync(
            "SELECT message_content FROM messages WHERE organization_id = $1 ORDER BY id", r => r.GetString(0), Stop, organization.Id);
    }

    // The sample as it would come for our number; two samples that are then alike stay two bodies by a member of their own.
    private static string Owned(string sample, string number, string account, string name)
    {
        var body = JsonNode.Parse(sample)!;
        body["_sample"] = name;
        foreach (var entry in body["entry"]!.AsArray())
        {
            entry!["id"] = account;
            foreach (var change in entry["changes"]!.AsArray())
            {
                if (change!["value"]?["metadata"] is JsonObject metadata)
                    metadata["phone_number_id"] = number;
            }
        }

        return body.ToJsonString();
    }

    private static byte[] Text(params (string Account, string Number, string Id, string Text)[] parts) => WebhookCalls.Bytes(new JsonObject
    {
        ["object"] = "whatsapp_business_account",
        ["entry"] = new JsonArray([.. parts.Select(part => new JsonObject
        {
            ["id"] = part.Account,
            ["changes"] = new JsonArray(new JsonObject
            {
                ["field"] = "messages",
                ["value"] = new JsonObject
                {
                    ["messaging_product"] = "whatsapp",
                    ["metadata"] = new JsonObject { ["display_phone_number"] = "15550000001", ["phone_number_id"] = part.Number },
                    ["contacts"] = new JsonArray(new JsonObject { ["profile"] = new JsonObject { ["name"] = "Ana" }, ["wa_id"] = "5511900000021" }),
                    ["messages"] = new JsonArray(new JsonObject
                    {
                        ["from"] = "5511900000021", ["id"] = part.Id, ["timestamp"] = "1790000000", ["type"] = "text",
                        ["text"] = new JsonObject { ["body"] = part.Text },
                    }),
                },
            }),
        })]),
    }.ToJsonString());
}
