using System.Text;
using ChatFlow.Core.Channels;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ChatFlow.Tests.Channels;

/// <summary>Whatever the bytes, the parsers answer with something that can be stored.</summary>
public class FuzzTests
{
    private static readonly byte[][] s_seeds =
    [
        """{"event":"messages.upsert","sender":"5511900000099@s.whatsapp.net","data":{"key":{"remoteJid":"77@lid","remoteJidAlt":"5511900000001@s.whatsapp.net","fromMe":false,"id":"A"},"pushName":"\ud83d\ude00","message":{"ephemeralMessage":{"message":{"extendedTextMessage":{"text":"a\u0000b","contextInfo":{"stanzaId":"Q"}}}}},"messageTimestamp":{"low":1,"high":0}},"apikey":"k","date_time":"2026-07-01T12:00:00Z"}"""u8.ToArray(),
        """{"event":"messages.update","data":[{"keyId":"X","fromMe":true,"status":"READ","message":{"editedMessage":{"message":{"conversation":"n"}}}}]}"""u8.ToArray(),
        """{"event":"messages.upsert","data":{"key":{"remoteJid":"5511900000001@s.whatsapp.net","id":"A"},"message":{"locationMessage":{"degreesLatitude":1e400,"degreesLongitude":-1},"base64":"x"},"messageTimestamp":99999999999999999999}}"""u8.ToArray(),
        """{"event":"contacts.update","data":{"remoteJid":"5511900000001@s.whatsapp.net","pushName":"Ana"}}"""u8.ToArray(),
        """{"object":"whatsapp_business_account","entry":[{"id":1,"time":2,"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},"contacts":[{"wa_id":"5511900000001","profile":{"name":"Ana"}}],"messages":[{"from":"5511900000001","id":"W","timestamp":"1780000000","type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"x","title":"y"}}}],"statuses":[{"id":"W","status":"failed","errors":[{"code":131047}]}]}}]}]}"""u8.ToArray(),
        """{"events":[{"kind":"message","id":"1","phone":"+5511900000001","text":"x","at":"2026-07-01T12:00:00Z"}]}"""u8.ToArray(),
    ];

    private static readonly byte[][] s_splices =
        ["null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "-1e999"u8.ToArray(), "\"\\ud800\""u8.ToArray(), "\"\""u8.ToArray(), [0], [0xFF, 0xFE], "\\"u8.ToArray(), "\""u8.ToArray(), "true"u8.ToArray()];

    [Theory]
    [InlineData(ChannelType.EvolutionApi)]
    [InlineData(ChannelType.MetaApi)]
    [InlineData(ChannelType.Simulator)]
    public void Random_bytes_never_throw(ChannelType type) =>
        Prop.ForAll<byte[]>(bytes => Storable(type, bytes)).QuickCheckThrowOnFailure();

    [Fact]
    public void Mutated_bodies_never_throw()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 4000; round++)
        {
            var body = s_seeds[random.Next(s_seeds.Length)].ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
                Mutate(body, random);
            var bytes = body.ToArray();
            foreach (var type in Enum.GetValues<ChannelType>())
                Storable(type, bytes);
        }
    }

    [Theory]
    [InlineData("{\"event\":\"messages.upsert\",\"data\":", "{\"message\":", 2000)]
    [InlineData("{\"object\":\"whatsapp_business_account\",\"entry\":", "[", 5000)]
    public void Depth_is_refused_and_does_not_break_the_stack(string head, string nest, int depth) =>
        Assert.All(Enum.GetValues<ChannelType>(), type => Storable(type, Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat(nest, depth)))));

    private static void Mutate(List<byte> body, Random random)
    {
        var at = random.Next(body.Count);
        switch (random.Next(4))
        {
            case 0:
                body[at] = (byte)random.Next(256);
                break;
            case 1:
                body.RemoveRange(at, random.Next(Math.Min(8, body.Count - at)));
                break;
            case 2:
                body.InsertRange(at, s_splices[random.Next(s_splices.Length)]);
                break;
            default:
                // A whole value replaced by one of another kind: the JSON stays JSON.
                var colon = body.IndexOf((byte)':', at);
                var end = colon < 0 ? -1 : body.FindIndex(colon, b => b is (byte)',' or (byte)'}');
                if (end > colon)
                {
                    body.RemoveRange(colon + 1, end - colon - 1);
                    body.InsertRange(colon + 1, s_splices[random.Next(s_splices.Length)]);
                }

                break;
        }

        if (body.Count == 0)
            body.Add((byte)'{');
    }

    private static void Storable(ChannelType type, byte[] body)
    {
        var parsed = WebhookParsers.Parse(type, body, DateTimeOffset.UnixEpoch.AddYears(56));
        Assert.True(parsed.Unreadable is null != (parsed.Events.Count == 0));
        foreach (var text in parsed.Events.SelectMany(e => Texts(e.Event)))
        {
            Assert.DoesNotContain('\0', text);
            // Throws on a lone surrogate.
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);
        }

        WebhookRedaction.Redact(body);
    }

    private static IEnumerable<string> Texts(InboundEvent e) => e switch
    {
        MessageReceived m => new[] { m.ProviderMessageId, m.Text, m.Name, m.Details, m.ReplyToProviderId }.OfType<string>(),
        MessageEchoed m => new[] { m.ProviderMessageId, m.Text, m.Details, m.ReplyToProviderId }.OfType<string>(),
        MessageEdited m => [m.ProviderMessageId, m.Text],
        StatusChanged s => [s.ProviderMessageId, s.CorrelationId ?? "", s.Error?.Message ?? ""],
        _ => [Described.Of(e)],
    };
}
