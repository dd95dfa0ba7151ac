using System.Text;
using ChatFlow.Core.Channels;
using Xunit;

namespace ChatFlow.Tests.Channels;

public class WebhookRedactionTests
{
    private static string Redact(string body) => Encoding.UTF8.GetString(WebhookRedaction.Redact(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("""{ "event":"x", "apikey" : "secret" }""", """{ "event":"x", "apikey" : null }""")]
    [InlineData("""{"apikey":null,"n":1}""", """{"apikey":null,"n":1}""")]
    [InlineData("""{"event":"error","api_key":"secret"}""", """{"event":"error","api_key":null}""")]
    [InlineData("""{"api\u006bey":"secret"}""", """{"api\u006bey":null}""")]
    [InlineData("""{"data":{"message":{"imageMessage":{"caption":"é"},"base64":"/9j/"}},"apikey":"s\"x"}""",
        """{"data":{"message":{"imageMessage":{"caption":"é"},"base64":null}},"apikey":null}""")]
    [InlineData("""{"data":{"qrcode":{"instance":"a","pairingCode":"P","code":"2@x","base64":"data:"}},"code":"kept"}""",
        """{"data":{"qrcode":{"instance":"a","pairingCode":null,"code":null,"base64":null}},"code":"kept"}""")]
    [InlineData("""{"message":{"conversation":"the apikey is \"apikey\":\"x\""}}""", """{"message":{"conversation":"the apikey is \"apikey\":\"x\""}}""")]
    [InlineData("""[{"apikey":""},{"apikey":"a"}]""", """[{"apikey":null},{"apikey":null}]""")]
    public void Secrets_become_null_and_every_other_byte_stays(string body, string kept) => Assert.Equal(kept, Redact(body));

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("""{"apikey":"cut off""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[]}""")]
    public void A_body_without_secrets_or_that_is_no_JSON_is_the_same_array(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        Assert.Same(bytes, WebhookRedaction.Redact(bytes));
    }

    [Fact]
    public void A_part_of_an_array_is_copied() =>
        Assert.Equal("{}", Encoding.UTF8.GetString(WebhookRedaction.Redact("  {}  "u8.ToArray().AsMemory(2, 2))));

    [Fact]
    public void Broken_text_and_names_do_not_stop_it()
    {
        byte[] body = [.. "{\"a\":\""u8, 0xFF, .. "\",\"\\ud800\":1,\"apikey\":\"secret\"}"u8];

        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(WebhookRedaction.Redact(body)), StringComparison.Ordinal);
    }
}
