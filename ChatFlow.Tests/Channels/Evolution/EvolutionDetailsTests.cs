using System.Text;
using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using Xunit;

namespace ChatFlow.Tests.Channels.Evolution;

/// <summary>What is kept of a message beyond its words, and what never is.</summary>
public class EvolutionDetailsTests
{
    private static MessageReceived Read(string message, string beside = "")
    {
        var body = "{\"event\":\"messages.upsert\",\"data\":{\"key\":{\"remoteJid\":\"5511900000001@s.whatsapp.net\",\"id\":\"A\"}" + beside + ",\"message\":" + message + "}}";
        return Assert.IsType<MessageReceived>(Assert.Single(EvolutionWebhook.Parse(Encoding.UTF8.GetBytes(body), DateTimeOffset.UnixEpoch).Events).Event);
    }

    [Theory]
    [InlineData("""{"audioMessage":{"mimetype":"audio/ogg","ptt":true,"seconds":3,"fileLength":"7397"},"base64":"T2dn"}""",
        """{"media":{"mimetype":"audio/ogg","seconds":3,"voice":true,"size":7397}}""")]
    [InlineData("""{"documentMessage":{"mimetype":"application/pdf","fileName":"contrato.pdf","fileLength":{"low":123456,"high":0,"unsigned":true},"jpegThumbnail":"/9j/"}}""",
        """{"media":{"mimetype":"application/pdf","fileName":"contrato.pdf","size":123456}}""")]
    [InlineData("""{"locationMessage":{"degreesLatitude":-23.55,"degreesLongitude":-46.63,"name":"Casa","address":"Rua 1"}}""",
        """{"location":{"latitude":-23.55,"longitude":-46.63,"name":"Casa","address":"Rua 1"}}""")]
    [InlineData("""{"contactsArrayMessage":{"contacts":[{"displayName":"A","vcard":"FN:A\nitem1.TEL;waid=5511900000015:+55 11\nPHOTO;BASE64:xx"},{"displayName":"B","vcard":"TEL;type=CELL:+55 11 90000-0016\r\n"}]}}""",
        """{"contacts":[{"name":"A","phones":["+5511900000015"]},{"name":"B","phones":["+55 11 90000-0016"]}]}""")]
    [InlineData("""{"buttonsResponseMessage":{"selectedButtonId":"b1","selectedDisplayText":"Sim"}}""", """{"button":{"id":"b1","title":"Sim"}}""")]
    [InlineData("""{"eventMessage":{}}""", """{"unsupported":"eventMessage"}""")]
    [InlineData("""{"extendedTextMessage":{"text":"x","contextInfo":{"isForwarded":true,"externalAdReply":{"title":"T","sourceId":"9","sourceType":"ad","ctwaClid":"c","thumbnail":"/9j/"}}}}""",
        """{"forwarded":true,"referral":{"sourceId":"9","sourceType":"ad","headline":"T","clickId":"c"}}""")]
    public void The_type_keeps_what_it_needs(string message, string details) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(details), JsonNode.Parse(Read(message).Details!)), Read(message).Details);

    [Theory]
    [InlineData("""{"conversation":"x"}""")]
    [InlineData("""{"extendedTextMessage":{"text":"x","contextInfo":{"externalAdReply":{"title":"a link's preview"},"disappearingMode":{}}}}""")]
    public void Plain_words_have_no_details(string message) => Assert.Null(Read(message).Details);

    [Fact]
    public void A_vote_names_its_options_and_answers_its_poll()
    {
        var vote = Read(
            """{"pollUpdateMessage":{"pollCreationMessageKey":{"id":"POLL"}}}""",
            ""","pollUpdates":[{"name":"Sim","voters":[{"x":1}]},{"name":"Não","voters":[]}]""");

        Assert.Equal(("Sim", "POLL"), (vote.Text, vote.ReplyToProviderId));
    }

    [Theory]
    [InlineData("a\\u0000b", "ab")]
    [InlineData("a\\ud83d\\ude00b", "a😀b")]
    [InlineData("a\\ud83db", "ab")]
    [InlineData("a\\ude00\\ud83d\\ude00", "a😀")]
    [InlineData("a\\\\ud83d", "a\\ud83d")]
    public void Text_that_no_database_takes_is_cleaned(string escaped, string text) =>
        Assert.Equal(text, Read($$"""{"conversation":"{{escaped}}"}""").Text);

    [Fact]
    public void Broken_UTF8_is_replaced_and_a_byte_order_mark_skipped()
    {
        byte[] body =
        [
            0xEF, 0xBB, 0xBF,
            .. "{\"event\":\"messages.upsert\",\"data\":{\"key\":{\"remoteJid\":\"5511900000001@s.whatsapp.net\",\"id\":\"A\"},\"message\":{\"conversation\":\"a"u8,
            0xC3, 0x28,
            .. "\"}}}"u8,
        ];

        Assert.Equal("in +5511900000001 text A \"a\uFFFD(\"", Described.Of(EvolutionWebhook.Parse(body, DateTimeOffset.UnixEpoch)));
    }

    [Theory]
    [InlineData("Ana", "Ana")]
    [InlineData(" ", null)]
    [InlineData("5511900000001", null)]
    [InlineData("+5511900000001", null)]
    public void A_number_is_no_name(string pushName, string? name) =>
        Assert.Equal(name, Read("""{"conversation":"x"}""", $",\"pushName\":\"{pushName}\"").Name);
}
