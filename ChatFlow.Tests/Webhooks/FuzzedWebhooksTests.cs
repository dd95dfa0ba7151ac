using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Inbox.Media;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Webhooks;

/// <summary>
/// Mutated bodies, signed, over HTTP to the running application: never a 5xx, never an acknowledged body lost, none that
/// cannot be applied, and what comes after them is applied as if nothing had been. <c>CHATFLOW_FUZZ_SECONDS</c> makes the
/// run as long as wanted; each round has the next seed.
/// </summary>
public sealed class FuzzedWebhooksTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private const int Round = 250;
    private const ulong FirstSeed = 20261124;
    private const string Number = "1122334455667";
    private const string Account = "102290129340398";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestApp App => fixture.App;

    [Fact]
    public async Task Whatever_is_posted_nothing_breaks_and_nothing_is_lost()
    {
        var evolution = await App.OpenEvolutionAsync(Stop);
        var meta = await App.OpenMetaAsync(Number, Account, Stop);
        using var http = App.Http();
        var inline = App.Services.GetRequiredService<KeepInline>();
        var started = TimeProvider.System.GetTimestamp();
        var length = TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable("CHATFLOW_FUZZ_SECONDS") ?? "0", CultureInfo.InvariantCulture));
        var seed = FirstSeed;
        do
        {
            await PostAsync(
                evolution, Mutation.Of(Seeds("evolution", EvolutionSeeds), Round, seed), body => http.PostEvolutionAsync(evolution, body, Stop), _ => true,
                body => inline.RunAsync(evolution.Id, body, Stop), seed);
            await PostAsync(meta, Mutation.Of(Seeds("meta", MetaSeeds), Round, seed), body => http.PostMetaAsync(meta, body, Stop), ForUs, Task.FromResult, seed);
            await StillWorksAsync(http, evolution, meta, seed);
            seed++;
        }
        while (TimeProvider.System.GetElapsedTime(started) < length);
        TestContext.Current.TestOutputHelper?.WriteLine($"{(seed - FirstSeed) * 2 * Round} bodies, seeds {FirstSeed} to {seed - 1}");
    }

    /// <param name="asKept">The body as its endpoint hands it on: files inside it stand elsewhere.</param>
    private async Task PostAsync(
        TestOrganization organization, IEnumerable<byte[]> mutants, Func<byte[], Task<HttpStatusCode>> post, Func<byte[], bool> concerns,
        Func<byte[], Task<byte[]>> asKept, ulong seed)
    {
        var acknowledged = new List<byte[]>();
        foreach (var group in mutants.Chunk(16))
        {
            var answers = await Task.WhenAll(group.Select(post));
            foreach (var (body, answer) in group.Zip(answers))
            {
                Assert.True(answer == HttpStatusCode.OK, $"seed {seed}: {answer} to {Text(body)}");
                if (concerns(body))
                    acknowledged.Add(SHA256.HashData(WebhookRedaction.Redact(await asKept(body))));
            }
        }

        await App.SettleAsync(organization, Stop);
        var kept = (await App.Database.QueryAsync(
            "SELECT body_hash FROM webhook_inbox WHERE organization_id = $1", r => Convert.ToHexString(r.GetFieldValue<byte[]>(0)), Stop, organization.Id)).ToHashSet();
        Assert.DoesNotContain(acknowledged.Select(Convert.ToHexString), hash => !kept.Contains(hash));
        var failed = await App.Database.QueryAsync(
            "SELECT error, body FROM webhook_inbox WHERE organization_id = $1 AND state NOT IN ('done', 'unreadable')",
            r => $"seed {seed}: {r.GetString(0)}: {Text(r.GetFieldValue<byte[]>(1))}", Stop, organization.Id);
        Assert.Empty(failed);
    }

    private async Task StillWorksAsync(HttpClient http, TestOrganization evolution, TestOrganization meta, ulong seed)
    {
        var good = WebhookCalls.Bytes($$$"""
            {"event":"messages.upsert","data":{"key":{"remoteJid":"5511955550000@s.whatsapp.net","fromMe":false,"id":"GOOD{{{seed}}}"},"pushName":"Ana","message":{"conversation":"bien"},"messageType":"conversation","messageTimestamp":1780000000}}
            """);
        Assert.Equal(HttpStatusCode.OK, await http.PostEvolutionAsync(evolution, good, Stop));
        good = WebhookCalls.Bytes($$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"{{{Account}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"{{{Number}}}"},"contacts":[{"wa_id":"5511955550000","profile":{"name":"Ana"}}],"messages":[{"from":"5511955550000","id":"wamid.GOOD{{{seed}}}","timestamp":"1780000000","type":"text","text":{"body":"bien"}}]}}]}]}
            """);
        Assert.Equal(HttpStatusCode.OK, await http.PostMetaAsync(meta, good, Stop));
        foreach (var (organization, id) in new[] { (evolution, $"GOOD{seed}"), (meta, $"wamid.GOOD{seed}") })
        {
            await App.SettleAsync(organization, Stop);
            Assert.Equal(1, await App.Database.ScalarAsync<long>(
                "SELECT count(*) FROM messages WHERE organization_id = $1 AND whatsapp_message_id = $2 AND message_content = 'bien'", Stop, organization.Id, id));
        }
    }

    // A body of Meta's about nobody's number is acknowledged and not kept.
    private static bool ForUs(byte[] body) => MetaRoutes.Read(body) is not { } routes || routes.Contains(Number);

    private static string Text(byte[] body) => Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 3000)));

    /// <summary>The shared samples, on our own number, or a few of the same shapes where the folder is absent.</summary>
    private static List<byte[]> Seeds(string folder, string[] own)
    {
        var seeds = own.Select(Encoding.UTF8.GetBytes).ToList();
        if (Shared.Find("contracts", "samples", folder) is { } samples)
        {
            seeds.AddRange(Directory.GetFiles(samples, "*.json").Order(StringComparer.Ordinal)
                .Where(f => !Path.GetFileName(f).StartsWith("response", StringComparison.Ordinal)).Select(File.ReadAllText)
                .Select(text => Encoding.UTF8.GetBytes(text.Replace("106540352242922", Number, StringComparison.Ordinal).Replace("100000000000001", Number, StringComparison.Ordinal))));
        }

        return seeds;
    }

    private static readonly string[] EvolutionSeeds =
    [
        """{"event":"messages.upsert","sender":"5511900000099@s.whatsapp.net","data":{"key":{"remoteJid":"100000000000001@lid","remoteJidAlt":"5511900000001@s.whatsapp.net","fromMe":false,"id":"A1"},"pushName":"Ana","message":{"ephemeralMessage":{"message":{"extendedTextMessage":{"text":"hola","contextInfo":{"stanzaId":"A0"}}}}},"messageType":"ephemeralMessage","messageTimestamp":1780000000},"date_time":"2026-07-01T12:00:00Z"}""",
        """{"event":"messages.upsert","data":{"key":{"remoteJid":"5511900000001@s.whatsapp.net","fromMe":true,"id":"A2"},"message":{"conversation":"hola"},"messageType":"conversation","messageTimestamp":{"low":1780000000,"high":0,"unsigned":true}}}""",
        """{"event":"messages.update","data":[{"keyId":"A2","remoteJid":"5511900000001@s.whatsapp.net","fromMe":true,"status":"READ"},{"keyId":"A1","fromMe":false,"status":"DELETED","message":{"editedMessage":{"message":{"conversation":"adiós"}}}}]}""",
        """{"event":"messages.upsert","data":{"key":{"remoteJid":"5511900000001@s.whatsapp.net","fromMe":false,"id":"A3"},"message":{"reactionMessage":{"key":{"id":"A2"},"text":"❤️"}},"messageType":"reactionMessage","messageTimestamp":1780000000}}""",
        """{"event":"connection.update","data":{"instance":"i","state":"open","wuid":"5511900000099@s.whatsapp.net"},"date_time":"2026-07-01T12:00:00Z"}""",
        """{"event":"contacts.update","data":[{"remoteJid":"5511900000001@s.whatsapp.net","pushName":"Ana María"}]}""",
    ];

    private static readonly string[] MetaSeeds =
    [
        $$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{Account}}}","time":1780000000,"changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"{{{Number}}}"},"contacts":[{"wa_id":"5511900000001","user_id":"BR.1","profile":{"name":"Ana"}}],"messages":[{"from":"5511900000001","id":"wamid.1","timestamp":"1780000000","type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"x","title":"y"}},"context":{"id":"wamid.0"}}],"statuses":[{"id":"wamid.2","status":"failed","timestamp":"1780000000","errors":[{"code":131047,"title":"t"}]}]}}]}]}""",
        $$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{Account}}}","changes":[{"field":"user_preferences","value":{"metadata":{"phone_number_id":"{{{Number}}}"},"user_preferences":[{"wa_id":"5511900000001","category":"marketing_messages","value":"stop","timestamp":1780000000}]}}]}]}""",
    ];
}
