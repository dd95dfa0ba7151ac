using System.Text;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Channels.Evolution;

public class PairingCodesTests
{
    private static PairingCodes? Find(string body) => PairingCodes.Find(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void The_shared_sample_holds_a_code_and_its_redacted_copy_none()
    {
        var body = File.ReadAllBytes(Path.Combine(Shared.PathOrSkip("contracts", "samples", "evolution"), "030-qrcode-updated.json"));

        Assert.StartsWith("data:image/", PairingCodes.Find(body)!.QrDataUri, StringComparison.Ordinal);
        Assert.Null(PairingCodes.Find(WebhookRedaction.Redact(body)));
    }

    [Theory]
    [InlineData("""{"event":"QRCODE_UPDATED","data":{"qrcode":{"base64":"data:image/png;base64,iVBO","pairingCode":"FNPG5AYK"}}}""", "data:image/png;base64,iVBO", "FNPG5AYK")]
    [InlineData("""{"event":"qrcode.updated","data":{"qrcode":{"base64":null,"pairingCode":"FNPG5AYK"}}}""", null, "FNPG5AYK")]
    [InlineData("""{"event":"qrcode.updated","data":{"qrcode":{"base64":"javascript:alert(1)","pairingCode":"FNPG5AYK"}}}""", null, "FNPG5AYK")]
    public void Only_a_picture_and_a_short_code_pass(string body, string? picture, string? code) =>
        Assert.Equal((picture, code), (Find(body)!.QrDataUri, Find(body)!.TypedCode));

    [Theory]
    [InlineData("""{"event":"qrcode.updated","data":{"message":"QR code limit reached","statusCode":500}}""")]
    [InlineData("""{"event":"messages.upsert","data":{"message":{"conversation":"\"qrcode\""}}}""")]
    [InlineData("""{"event":"qrcode.updated","data":{"qrcode":"text"}}""")]
    [InlineData("\"qrcode\"")]
    [InlineData("")]
    public void Every_other_body_holds_none(string body) => Assert.Null(Find(body));

    [Fact]
    public void It_does_not_print_itself() =>
        Assert.DoesNotContain("FNPG", new PairingCodes("data:image/png;base64,FNPG", "FNPG5AYK").ToString(), StringComparison.Ordinal);
}
