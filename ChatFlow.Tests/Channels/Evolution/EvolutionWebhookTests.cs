using System.Text;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using Xunit;

namespace ChatFlow.Tests.Channels.Evolution;

/// <summary>The rules of the gateway's webhooks, one body each.</summary>
public class EvolutionWebhookTests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private static ParsedWebhook Parse(string body) => EvolutionWebhook.Parse(Encoding.UTF8.GetBytes(body), s_now);

    private static string Upsert(string key, string rest, string name = "messages.upsert") =>
        "{\"event\":\"" + name + "\",\"sender\":\"5511900000099@s.whatsapp.net\",\"data\":{\"key\":{" + key + "},\"messageTimestamp\":1780000000," + rest + "}}";

    private const string Ana = "\"remoteJid\":\"5511900000001@s.whatsapp.net\",\"fromMe\":false,\"id\":\"A1\"";
    private const string Hi = "\"message\":{\"conversation\":\"oi\"}";

    [Theory]
    [InlineData("\"remoteJid\":\"5511900000001:12@s.whatsapp.net\",\"id\":\"A1\"", "in +5511900000001 text A1 \"oi\"")]
    [InlineData("\"remoteJid\":\"5511900000001@c.us\",\"id\":\"A1\"", "in +5511900000001 text A1 \"oi\"")]
    [InlineData("\"remoteJid\":\"77@lid\",\"remoteJidAlt\":\"5511900000001@s.whatsapp.net\",\"senderPn\":\"5511900000002@s.whatsapp.net\",\"id\":\"A1\"", "in +5511900000001/lid:77 text A1 \"oi\"")]
    [InlineData("\"remoteJid\":\"77@lid\",\"senderPn\":\"5511900000002@s.whatsapp.net\",\"id\":\"A1\"", "in +5511900000002/lid:77 text A1 \"oi\"")]
    [InlineData("\"remoteJid\":\"5511900000001@s.whatsapp.net\",\"remoteJidAlt\":\"77@lid\",\"addressingMode\":\"pn\",\"id\":\"A1\"", "in +5511900000001/lid:77 text A1 \"oi\"")]
    [InlineData("\"remoteJid\":\"77@lid\",\"participant\":\"\",\"id\":\"A1\"", "in lid:77 text A1 \"oi\"")]
    [InlineData("\"remoteJid\":\"77@lid\",\"fromMe\":true,\"senderPn\":\"5511900000002@s.whatsapp.net\",\"senderLid\":\"88@lid\",\"id\":\"A1\"", "out lid:77 text A1 \"oi\"")]
    [InlineData("\"remoteJid\":\"5511900000001@s.whatsapp.net\",\"fromMe\":true,\"senderLid\":\"88@lid\",\"id\":\"A1\"", "out +5511900000001 text A1 \"oi\"")]
    [InlineData("\"remoteJid\":\"5511900000099@s.whatsapp.net\",\"fromMe\":true,\"id\":\"A1\"", "ignored: A note to oneself.")]
    [InlineData("\"remoteJid\":\"551100000099@s.whatsapp.net\",\"fromMe\":true,\"id\":\"A1\"", "ignored: A note to oneself.")]
    [InlineData("\"remoteJid\":\"88@lid\",\"remoteJidAlt\":\"5511900000099@s.whatsapp.net\",\"fromMe\":true,\"id\":\"A1\"", "ignored: A note to oneself.")]
    [InlineData("\"remoteJid\":\"5511900000099@s.whatsapp.net\",\"fromMe\":false,\"id\":\"A1\"", "in +5511900000099 text A1 \"oi\"")]
    [InlineData("\"remoteJid\":\"120363000000000001@g.us\",\"participant\":\"5511900000001@s.whatsapp.net\",\"id\":\"A1\"", "ignored: A group.")]
    [InlineData("\"remoteJid\":\"status@broadcast\",\"id\":\"A1\"", "ignored: A story.")]
    [InlineData("\"remoteJid\":\"123@broadcast\",\"id\":\"A1\"", "ignored: A broadcast list.")]
    [InlineData("\"remoteJid\":\"123@newsletter\",\"id\":\"A1\"", "ignored: A newsletter.")]
    [InlineData("\"remoteJid\":\"0@s.whatsapp.net\",\"id\":\"A1\"", "ignored: No person's address.")]
    [InlineData("\"remoteJid\":\"120363000000000001@s.whatsapp.net\",\"id\":\"A1\"", "ignored: No person's address.")]
    [InlineData("\"id\":\"A1\"", "ignored: No person's address.")]
    [InlineData("\"remoteJid\":\"5511900000001@s.whatsapp.net\"", "ignored: A message without an id.")]
    public void The_contact_comes_from_the_key(string key, string outcome) => Assert.Equal(outcome, Described.Of(Parse(Upsert(key, Hi))));

    [Theory]
    [InlineData("""{"messageContextInfo":{},"extendedTextMessage":{"text":"a","contextInfo":{"stanzaId":"Q"}}}""", "text A1 \"a\" re Q")]
    [InlineData("""{"viewOnceMessageV2":{"message":{"ephemeralMessage":{"message":{"imageMessage":{"caption":"b"}}}}}}""", "image A1 \"b\"")]
    [InlineData("""{"documentWithCaptionMessage":{"message":{"documentMessage":{"caption":"c"}}}}""", "document A1 \"c\"")]
    [InlineData("""{"ptvMessage":{"seconds":3}}""", "video A1 \"\"")]
    [InlineData("""{"listResponseMessage":{"title":"d","listType":"SINGLE_SELECT","singleSelectReply":{"selectedRowId":"r"}}}""", "interactive A1 \"d\"")]
    [InlineData("""{"interactiveResponseMessage":{"body":{"text":"e"},"nativeFlowResponseMessage":{"name":"flow","paramsJson":"{\"id\":1}"}}}""", "interactive A1 \"e\"")]
    [InlineData("""{"pollCreationMessageV3":{"name":"f","options":[{"optionName":"x"},{"optionName":"y"}]}}""", "interactive A1 \"f\"")]
    [InlineData("""{"contactMessage":{"displayName":"g","vcard":"TEL;waid=5511:x"}}""", "contact A1 \"g\"")]
    [InlineData("""{"liveLocationMessage":{"degreesLatitude":1,"degreesLongitude":"2.5"}}""", "location A1 \"\"")]
    [InlineData("""{"eventMessage":{"name":"party"}}""", "unsupported A1 \"\"")]
    [InlineData("""{"conversation":5}""", "text A1 \"5\"")]
    [InlineData("null", "unsupported A1 \"\"")]
    [InlineData("{}", "unsupported A1 \"\"")]
    [InlineData("7", "unsupported A1 \"\"")]
    public void The_innermost_content_decides_the_type(string message, string outcome) =>
        Assert.Equal($"in +5511900000001 'Ana' {outcome}", Described.Of(Parse(Upsert(Ana, $"\"pushName\":\"Ana\",\"message\":{message}"))));

    [Theory]
    [InlineData("""{"messageContextInfo":{},"senderKeyDistributionMessage":{}}""")]
    [InlineData("""{"secretEncryptedMessage":{"targetMessageKey":{"id":"X"}}}""")]
    [InlineData("""{"albumMessage":{"expectedImageCount":2}}""")]
    [InlineData("""{"protocolMessage":{"key":{"id":"X"},"type":"EPHEMERAL_SETTING"}}""")]
    [InlineData("""{"protocolMessage":{"type":5}}""")]
    [InlineData("""{"reactionMessage":{"text":"x"}}""")]
    public void Messages_of_the_protocol_are_nobodys_words(string message) =>
        Assert.IsType<Ignored>(Assert.Single(Parse(Upsert(Ana, $"\"message\":{message}")).Events).Event);

    [Theory]
    [InlineData("messages.upsert", """{"key":{"remoteJid":"5511900000001@s.whatsapp.net","id":"E"},"message":{"protocolMessage":{"key":{"id":"X"},"type":14,"editedMessage":{"extendedTextMessage":{"text":"new"}}}}}""", "edit X \"new\"")]
    [InlineData("messages.upsert", """{"key":{"remoteJid":"5511900000001@s.whatsapp.net","id":"E"},"message":{"protocolMessage":{"key":{"id":"X"},"type":0}}}""", "delete X")]
    [InlineData("messages.edited", """{"key":{"id":"X","remoteJid":"5511900000099@s.whatsapp.net","fromMe":true},"type":"MESSAGE_EDIT","editedMessage":{"imageMessage":{"caption":"new"}}}""", "edit X \"new\"")]
    [InlineData("messages.edited", """{"key":{"id":"X"},"type":0}""", "delete X")]
    [InlineData("messages.edited", """{"key":{"id":"X"},"type":5}""", "ignored: Protocol message 5.")]
    [InlineData("messages.edited", """{"key":{"id":"X","remoteJid":"1@g.us"},"type":14,"editedMessage":{"conversation":"new"}}""", "ignored: A group.")]
    [InlineData("messages.edited", """{"key":{"id":"X"},"type":14,"editedMessage":{"strangeMessage":{}}}""", "ignored: An edit that cannot be read.")]
    [InlineData("MESSAGES_UPDATE", """{"keyId":"X","fromMe":false,"message":{"editedMessage":{"message":{"conversation":"new"}}}}""", "edit X \"new\" | ignored: A status of an incoming message: we read it.")]
    [InlineData("messages.update", """[{"keyId":"X","fromMe":true,"status":3},{"key":{"id":"Y","fromMe":true},"status":"READ"}]""", "status X delivered | status Y read")]
    [InlineData("messages.update", """{"keyId":"X","fromMe":true,"status":"PENDING","messageId":"row"}""", "status X pending")]
    [InlineData("messages.update", """{"keyId":"X","fromMe":true,"status":"DELETED"}""", "ignored: DELETED in a status is no deletion.")]
    [InlineData("messages.update", """{"keyId":"X","fromMe":true,"remoteJid":"1@g.us","status":"READ"}""", "ignored: A group.")]
    [InlineData("messages.delete", """[{"id":"X"},{"id":"row","key":{"id":"Y"}},{"id":"Z","remoteJid":"1@g.us"},{}]""", "delete X | delete Y | ignored: A group. | ignored: A deletion without an id.")]
    [InlineData("messages.upsert", "null", "ignored: messages.upsert: nothing in it.")]
    [InlineData("messages.upsert", "\"text\"", "ignored: messages.upsert: nothing in it.")]
    public void Changes_name_the_original(string name, string data, string outcome) =>
        Assert.Equal(outcome, Described.Of(Parse($$"""{"event":"{{name}}","data":{{data}}}""")));

    [Theory]
    [InlineData("CONNECTION_UPDATE", """{"state":"open","wuid":"5511900000099:3@s.whatsapp.net"}""", "connection connected - +5511900000099")]
    [InlineData("connection.update", """{"state":"connecting","statusReason":200}""", "connection connecting - -")]
    [InlineData("connection.update", """{"state":"close","statusReason":"403"}""", "connection disconnected blocked -")]
    [InlineData("connection.update", """{"state":"close","statusReason":408}""", "connection disconnected code_408 -")]
    [InlineData("connection.update", """{"state":"dancing"}""", "ignored: An unknown connection state.")]
    [InlineData("connection.update", "null", "ignored: An unknown connection state.")]
    [InlineData("REMOVE_INSTANCE", "null", "connection disconnected instance_removed -")]
    [InlineData("instance.create", "{}", "ignored: Event instance.create.")]
    [InlineData("call", """[{"from":"5511900000001@s.whatsapp.net","id":"C","status":"timeout"}]""", "in +5511900000001 system C \"\"")]
    [InlineData("call", """[{"from":"5511900000001@s.whatsapp.net","id":"C","status":"offer","isGroup":true}]""", "ignored: A call without a caller.")]
    [InlineData("call", """[{"from":"77@lid","id":"C","status":"ringing"},{"chatId":"5511900000001@s.whatsapp.net","id":"D"},{"id":"E"}]""", "in lid:77 system C \"\" | in +5511900000001 system D \"\" | ignored: A call without a caller.")]
    public void Connections_and_the_rest_have_a_name(string name, string data, string outcome) =>
        Assert.Equal(outcome, Described.Of(Parse($$"""{"event":"{{name}}","data":{{data}}}""")));

    [Fact]
    public void A_list_of_messages_is_read_one_by_one_and_a_bad_one_holds_none_up()
    {
        var body = """
            {"event":"messages.upsert","data":[
                {"key":{"remoteJid":"5511900000001@s.whatsapp.net","id":"A"},"message":{"conversation":"a"}}, null, 5, {"key":[]},
                {"key":{"remoteJid":"5511900000002@s.whatsapp.net","id":"B"},"message":{"conversation":"b"}}]}
            """;

        Assert.Equal(
            ["in +5511900000001 text A \"a\"", "in +5511900000002 text B \"b\""],
            Parse(body).Events.Select(e => e.Event).OfType<MessageReceived>().Select(Described.Of));
    }

    [Theory]
    [InlineData("1780000000")]
    [InlineData("\"1780000000\"")]
    [InlineData("{\"low\":1780000000,\"high\":0,\"unsigned\":true}")]
    [InlineData("1780000000000")]
    public void Time_is_unix_seconds_in_any_spelling(string timestamp)
    {
        var body = Upsert(Ana, Hi).Replace("1780000000", timestamp, StringComparison.Ordinal);

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1780000000), Assert.Single(Parse(body).Events).Event.At);
    }

    [Theory]
    [InlineData("2026-07-01T12:00:00.000Z", "2026-07-01T12:00:00Z")] // the server runs on UTC
    [InlineData("2026-07-01T08:59:59.000Z", "2026-07-01T11:59:59Z")] // three hours west, delivered at once
    [InlineData("2026-07-01T08:40:00.000Z", "2026-07-01T11:40:00Z")] // the same, after twenty minutes of retries
    [InlineData("2026-07-01T14:01:00.000Z", "2026-07-01T12:01:00Z")] // two hours east, its clock a minute ahead
    [InlineData("2025-01-01T00:00:00.000Z", "2026-07-01T12:00:00Z")] // no zone explains this
    [InlineData("yesterday", "2026-07-01T12:00:00Z")]
    public void The_gateways_local_time_gives_its_zone_away(string written, string at) => Assert.Equal(
        DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture),
        Assert.Single(Parse("{\"event\":\"connection.update\",\"date_time\":\"" + written + "\",\"data\":{\"state\":\"close\"}}").Events).Event.At);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"data\":{}}")]
    [InlineData("{\"event\":\"messages.upsert\"")]
    public void What_cannot_be_read_is_said_so(string body)
    {
        var parsed = Parse(body);

        Assert.NotNull(parsed.Unreadable);
        Assert.Empty(parsed.Events);
    }
}
