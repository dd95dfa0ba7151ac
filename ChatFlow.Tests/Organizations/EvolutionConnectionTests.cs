using System.Text;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox.Reconciliation;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Organizations;

/// <summary>A connection through Evolution API on the whole site: pairing, states, what was missed, and the number's pace.</summary>
public sealed class EvolutionConnectionTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>, IAsyncLifetime
{
    private static readonly Uri s_public = new("https://chat.example.test/");
    private FakeProvider _gateway = null!;
    private TestOrganization _organization = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestApp App => fixture.App;

    private Actor Admin => Actor.System(_organization.Id);

    public async ValueTask InitializeAsync()
    {
        _gateway = await FakeProvider.StartAsync(Stop);
        _organization = await App.OpenEvolutionAsync(Stop, _gateway.Address);
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Pairing_creates_the_instance_keeps_its_token_encrypted_and_prefers_it()
    {
        _gateway.Otherwise = request => request switch
        {
            { Method: "GET", Path: var p } when p.StartsWith("/instance/connectionState/", StringComparison.Ordinal) => new FakeAnswer.Reply(404, """{"response":{"message":["The instance does not exist"]}}"""),
            { Path: "/instance/create" } => new FakeAnswer.Reply(201, """{"hash":"own-token-1"}"""),
            { Path: var p } when p.StartsWith("/instance/connect/", StringComparison.Ordinal) => new FakeAnswer.Reply(200, """{"base64":"data:image/png;base64,AAAA","count":1}"""),
            _ => new FakeAnswer.Reply(201, "{}"),
        };

        var pairing = (await Get<PairEvolution>().RunAsync(Admin, s_public, Stop)).Value;

        Assert.Equal("data:image/png;base64,AAAA", pairing.QrDataUri);
        Assert.Equal("own-token-1", _gateway.Requests.Single(r => r.Path.StartsWith("/webhook/set/", StringComparison.Ordinal)).Headers["apikey"]);
        var stored = await App.Database.ScalarAsync<string>("SELECT evolution_instance_token FROM bot_configs WHERE organization_id = $1", Stop, _organization.Id);
        Assert.StartsWith("v1.", stored, StringComparison.Ordinal);
        Assert.Equal("data:image/png;base64,AAAA", (await Get<ReadPairing>().RunAsync(Admin, Stop))!.Codes.QrDataUri);
        Assert.Null(await Get<ReadPairing>().RunAsync(new Actor(_organization.Id, null, UserRole.User), Stop));
    }

    [Fact]
    public async Task A_code_that_a_webhook_brings_is_readable_until_the_phone_is_linked_and_stands_nowhere_in_clear()
    {
        await PostAsync("""{"event":"qrcode.updated","data":{"qrcode":{"base64":"data:image/png;base64,SECRETQR","pairingCode":"ABCD1234","code":"2@SECRETCODE"}}}""");

        var view = await Get<ReadPairing>().RunAsync(Admin, Stop);
        Assert.Equal(("data:image/png;base64,SECRETQR", "ABCD1234"), (view!.Codes.QrDataUri, view.Codes.TypedCode));
        var kept = await App.Database.ScalarAsync<string>("""
            SELECT string_agg(convert_from(body, 'UTF8'), ' ') || ' ' || (SELECT pairing_secret FROM channel_states WHERE organization_id = $1)
            FROM webhook_inbox WHERE organization_id = $1
            """, Stop, _organization.Id);
        Assert.DoesNotContain("SECRET", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("ABCD1234", kept, StringComparison.Ordinal);

        await PostAsync("""{"event":"connection.update","data":{"state":"open","wuid":"5511900000099@s.whatsapp.net"}}""");
        Assert.Null(await Get<ReadPairing>().RunAsync(Admin, Stop));
        Assert.Equal(0, await App.Database.ScalarAsync<long>("SELECT count(*) FROM channel_states WHERE organization_id = $1 AND pairing_secret IS NOT NULL", Stop, _organization.Id));
    }

    [Fact]
    public async Task Events_that_overtake_each_other_end_in_the_newest_state()
    {
        // Whoever hears "open" asks the gateway, which agrees.
        _gateway.Otherwise = _ => new FakeAnswer.Reply(200, """{"instance":{"instanceName":"i","state":"open"}}""");
        var now = TimeProvider.System.GetUtcNow();
        await PostAsync($$$"""{"event":"connection.update","date_time":"{{{now.AddSeconds(-1):yyyy-MM-ddTHH:mm:ss.fffZ}}}","data":{"state":"open"}}""");
        await PostAsync($$$"""{"event":"connection.update","date_time":"{{{now.AddSeconds(-6):yyyy-MM-ddTHH:mm:ss.fffZ}}}","data":{"state":"connecting"}}""");

        Assert.Equal("connected", await StatusAsync());
    }

    [Fact]
    public async Task A_connection_that_comes_and_goes_raises_an_alarm()
    {
        for (var i = 0; i < RecordConnection.MostConnects + 1; i++)
            await PostAsync("{\"event\":\"connection.update\",\"n\":" + i + ",\"data\":{\"state\":\"connecting\"}}");

        Assert.Equal(ConnectionReasons.Unstable, await App.Database.ScalarAsync<string>("SELECT connection_detail FROM bot_configs WHERE organization_id = $1", Stop, _organization.Id));
    }

    [Fact]
    public async Task Disconnecting_pauses_and_deleting_forgets_the_token()
    {
        _gateway.Then(400, """{"response":{"message":["The instance is not connected"]}}""");
        Assert.True((await Get<DisconnectEvolution>().RunAsync(Admin, Stop)).IsSuccess);
        Assert.Equal(("disconnected", "logged_out", true), await StateAsync());

        _gateway.Then(404, """{"response":{"message":["The instance does not exist"]}}""");
        Assert.True((await Get<DeleteEvolutionInstance>().RunAsync(Admin, Stop)).IsSuccess);
        Assert.Equal(("disconnected", "instance_removed", true), await StateAsync());

        _gateway.Then(200, """{"error":true,"message":"Connection Failure"}""");
        Assert.Equal("gateway_error", (await Get<RestartEvolution>().RunAsync(Admin, Stop)).Error!.Code);
        Assert.IsType<ForbiddenError>((await Get<RestartEvolution>().RunAsync(new Actor(_organization.Id, null, UserRole.User), Stop)).Error);
    }

    [Fact]
    public async Task What_was_missed_comes_in_after_the_connection_is_back()
    {
        await PostAsync("""{"event":"connection.update","data":{"state":"open"}}""");
        await PostAsync("""{"event":"connection.update","data":{"state":"close","statusReason":408}}""");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        _gateway.Otherwise = request => request.Path switch
        {
            var p when p.StartsWith("/instance/connectionState/", StringComparison.Ordinal) => new FakeAnswer.Reply(200, """{"instance":{"state":"open"}}"""),
            var p when p.StartsWith("/chat/findMessages/", StringComparison.Ordinal) => new FakeAnswer.Reply(200, """
                {"messages":{"total":2,"pages":1,"currentPage":1,"records":[
                    {"key":{"remoteJid":"5511900000001@s.whatsapp.net","fromMe":false,"id":"MISSED1"},"pushName":"Ana","messageType":"conversation","message":{"conversation":"¿Hay alguien?"},"messageTimestamp":NOW},
                    {"key":{"remoteJid":"5511900000001@s.whatsapp.net","fromMe":false,"id":"ANCIENT"},"messageType":"conversation","message":{"conversation":"old"},"messageTimestamp":1500000000}]}}
                """.Replace("NOW", now.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)),
            _ => new FakeAnswer.Reply(200, "{}"),
        };

        await PostAsync("""{"event":"connection.update","data":{"state":"open","again":1}}""");
        Assert.True(await Get<CheckConnection>().AskAsync(_organization.Id, describe: false, Stop));
        await Get<CatchUp>().RunAsync(_organization.Id, Stop);
        await App.SettleAsync(_organization, Stop);

        Assert.Equal(["MISSED1"], await App.Database.QueryAsync(
            "SELECT whatsapp_message_id FROM messages WHERE organization_id = $1", r => r.GetString(0), Stop, _organization.Id));
        Assert.Equal(0, await Get<CatchUp>().RunAsync(_organization.Id, Stop));
    }

    [Fact]
    public async Task A_connection_is_asked_by_one_node_a_round()
    {
        var now = TimeProvider.System.GetUtcNow().AddHours(1);
        Assert.Contains(_organization.Id, await ClaimAsync(now));
        Assert.DoesNotContain(_organization.Id, await ClaimAsync(now.AddSeconds(20)));
        Assert.Contains(_organization.Id, await ClaimAsync(now.AddSeconds(60)));
    }

    private Task<IReadOnlyList<Guid>> ClaimAsync(DateTimeOffset now) => App.Database.QueryAsync(
        "SELECT * FROM gate.claim_connection_checks($1, $2, 500)", r => r.GetGuid(0), Stop, now, now.AddSeconds(-50));

    private T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    private Task<string> StatusAsync() =>
        App.Database.ScalarAsync<string>("SELECT connection_status FROM bot_configs WHERE organization_id = $1", Stop, _organization.Id);

    private async Task<(string Status, string? Reason, bool Paused)> StateAsync() => (await App.Database.QueryAsync(
        "SELECT connection_status, connection_detail, sending_paused FROM bot_configs WHERE organization_id = $1",
        r => (r.GetString(0), r.GetString(1), r.GetBoolean(2)), Stop, _organization.Id)).Single();

    private async Task PostAsync(string body)
    {
        using var client = App.Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/evolution/{_organization.WebhookKey}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-ChatFlow-Secret", _organization.WebhookSecret);
        using var answer = await client.SendAsync(request, Stop);
        Assert.True(answer.IsSuccessStatusCode);
        await App.SettleAsync(_organization, Stop);
    }
}
