using System.Net;
using ChatFlow.Core.Security;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Webhooks;

public sealed class EvolutionEndpointTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestApp App => fixture.App;

    [Fact]
    public async Task A_genuine_body_is_on_disk_when_it_is_answered()
    {
        var organization = await App.OpenEvolutionAsync(Stop);
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.OK, await http.PostEvolutionAsync(organization, Text("3EB0A1", "Hola"), Stop));
        Assert.Single(await App.WebhookStatesAsync(organization, Stop));
        await App.SettleAsync(organization, Stop);
        Assert.Equal(["Hola"], await App.Database.QueryAsync(
            "SELECT message_content FROM messages WHERE organization_id = $1", r => r.GetString(0), Stop, organization.Id));
    }

    [Fact]
    public async Task The_providers_key_and_media_are_not_kept()
    {
        var organization = await App.OpenEvolutionAsync(Stop);
        using var http = App.Http();
        var body = WebhookCalls.Bytes("""{"event":"messages.upsert","data":{"message":{"base64":"QUJDREVG"}},"apikey":"TOP-SECRET"}""");
        Assert.Equal(HttpStatusCode.OK, await http.PostEvolutionAsync(organization, body, Stop));
        var kept = System.Text.Encoding.UTF8.GetString(await App.Database.ScalarAsync<byte[]>("SELECT body FROM webhook_inbox WHERE organization_id = $1", Stop, organization.Id));
        Assert.DoesNotContain("TOP-SECRET", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("QUJDREVG", kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    public async Task Without_our_header_nothing_is_stored(string secret, HttpStatusCode expected)
    {
        var organization = await App.OpenEvolutionAsync(Stop);
        using var http = App.Http();
        Assert.Equal(expected, await http.PostEvolutionAsync(organization, Text("3EB0A2", "Hola"), Stop, secret));
        Assert.Empty(await App.WebhookStatesAsync(organization, Stop));
    }

    [Fact]
    public async Task A_key_that_is_nobodys_is_not_found()
    {
        var organization = await App.OpenEvolutionAsync(Stop);
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.NotFound, await http.PostEvolutionAsync(organization, Text("1", "x"), Stop, key: Tokens.New()));
        Assert.Equal(HttpStatusCode.NotFound, await http.PostEvolutionAsync(organization, Text("1", "x"), Stop, key: "short"));
    }

    [Fact]
    public async Task One_organizations_header_does_not_open_anothers_webhook()
    {
        var (one, other) = (await App.OpenEvolutionAsync(Stop), await App.OpenEvolutionAsync(Stop));
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.Unauthorized, await http.PostEvolutionAsync(one, Text("1", "x"), Stop, other.WebhookSecret));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_with_and_without_its_length()
    {
        var organization = await App.OpenEvolutionAsync(Stop);
        using var http = App.Http();
        var large = new byte[(32 * 1024 * 1024) + 1];
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await AnswerAsync(new ByteArrayContent(large)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await AnswerAsync(new StreamContent(new Chunked(large))));
        Assert.Empty(await App.WebhookStatesAsync(organization, Stop));

        async Task<HttpStatusCode?> AnswerAsync(HttpContent content)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/evolution/{organization.WebhookKey}") { Content = content };
            request.Headers.Add("X-ChatFlow-Secret", organization.WebhookSecret);
            request.Headers.ExpectContinue = true;
            using var answer = await http.SendAsync(request, Stop);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_genuine_body_that_nobody_can_read_is_kept_and_answered()
    {
        var organization = await App.OpenEvolutionAsync(Stop);
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.OK, await http.PostEvolutionAsync(organization, [0x00, 0xff, 0xfe, 0x7b], Stop));
        Assert.Equal(HttpStatusCode.OK, await http.PostEvolutionAsync(organization, WebhookCalls.Bytes("""{"event":"messages.upsert","data":"""), Stop));
        await App.SettleAsync(organization, Stop);
        Assert.Equal(["unreadable", "unreadable"], await App.WebhookStatesAsync(organization, Stop));
    }

    [Fact]
    public async Task The_same_body_many_times_at_once_is_one_message()
    {
        var organization = await App.OpenEvolutionAsync(Stop);
        using var http = App.Http();
        var body = Text("3EB0A3", "Una vez");
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => http.PostEvolutionAsync(organization, body, Stop)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a));
        await App.SettleAsync(organization, Stop);
        Assert.Equal(HttpStatusCode.OK, await http.PostEvolutionAsync(organization, body, Stop));
        Assert.Equal(["done"], await App.WebhookStatesAsync(organization, Stop));
        Assert.Equal(1L, await App.Database.ScalarAsync<long>("SELECT count(*) FROM messages WHERE organization_id = $1", Stop, organization.Id));
    }

    [Fact]
    public async Task The_name_of_the_event_may_stand_in_the_address()
    {
        var organization = await App.OpenEvolutionAsync(Stop);
        using var http = App.Http();
        Assert.Equal(HttpStatusCode.OK, await http.PostEvolutionAsync(organization, Text("3EB0A4", "x"), Stop, key: organization.WebhookKey + "/messages-upsert"));
    }

    [Fact]
    public async Task Every_sample_is_answered_kept_and_applied()
    {
        var folder = Shared.PathOrSkip("contracts", "samples", "evolution");
        var organization = await App.OpenEvolutionAsync(Stop);
        using var http = App.Http();
        var posted = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Where(f => !Path.GetFileName(f).StartsWith("response", StringComparison.Ordinal)).Order())
        {
            Assert.Equal(HttpStatusCode.OK, await http.PostEvolutionAsync(organization, await File.ReadAllBytesAsync(file, Stop), Stop));
            posted++;
        }

        await App.SettleAsync(organization, Stop);
        var states = await App.WebhookStatesAsync(organization, Stop);
        Assert.Equal(posted, states.Count);
        Assert.All(states, state => Assert.Equal("done", state));
    }

    [Theory]
    [InlineData("034-status-read.json", "032-status-server-ack.json", "read")]
    [InlineData("034-status-read.json", "036-status-error.json", "read")]
    public async Task A_later_tick_never_lowers_what_is_known(string first, string second, string expected)
    {
        var folder = Shared.PathOrSkip("contracts", "samples", "evolution");
        var organization = await App.OpenEvolutionAsync(Stop);
        await SentAsync(organization, await IdOfAsync(Path.Combine(folder, first)));
        using var http = App.Http();
        foreach (var name in new[] { first, second })
        {
            var body = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, name), Stop))!;
            body["data"]!["keyId"] = await IdOfAsync(Path.Combine(folder, first));
            Assert.Equal(HttpStatusCode.OK, await http.PostEvolutionAsync(organization, WebhookCalls.Bytes(body.ToJsonString()), Stop));
            await App.SettleAsync(organization, Stop);
        }

        Assert.Equal(expected, await App.Database.ScalarAsync<string>("SELECT status FROM messages WHERE organization_id = $1", Stop, organization.Id));
    }

    [Fact]
    public async Task One_person_with_two_identities_stays_one()
    {
        var folder = Shared.PathOrSkip("contracts", "samples", "evolution");
        var organization = await App.OpenEvolutionAsync(Stop);
        using var http = App.Http();
        foreach (var name in new[] { "009-text-in-lid-senderpn-v230.json", "010-text-in-pn-senderlid-v230.json" })
            Assert.Equal(HttpStatusCode.OK, await http.PostEvolutionAsync(organization, await File.ReadAllBytesAsync(Path.Combine(folder, name), Stop), Stop));
        await App.SettleAsync(organization, Stop);
        Assert.Equal(1L, await App.Database.ScalarAsync<long>("SELECT count(*) FROM contacts WHERE organization_id = $1", Stop, organization.Id));
    }

    private static async Task<string> IdOfAsync(string path) =>
        System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllBytesAsync(path, Stop))!["data"]!["keyId"]!.GetValue<string>();

    private Task SentAsync(TestOrganization organization, string providerId) => App.Database.ExecuteAsync($"""
        WITH c AS (INSERT INTO contacts (organization_id, phone) VALUES ('{organization.Id}', '+5511900000001') RETURNING id)
        INSERT INTO messages (organization_id, contact_id, direction, message_content, status, whatsapp_message_id, sender)
        SELECT '{organization.Id}', c.id, 'outbound', 'Hola', 'sent', '{providerId}', 'person' FROM c
        """, Stop);

    private static byte[] Text(string id, string text) => WebhookCalls.Bytes($$"""
        {"event":"messages.upsert","instance":"x","data":{"key":{"remoteJid":"5215512345678@s.whatsapp.net","fromMe":false,"id":"{{id}}"},
        "pushName":"Ana","message":{"conversation":"{{text}}"},"messageType":"conversation","messageTimestamp":1790000000},
        "date_time":"2026-09-21T12:00:00.000Z","sender":"5215500000000@s.whatsapp.net","apikey":"k"}
        """);

    // Without a length, so that the client sends chunks.
    private sealed class Chunked(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
