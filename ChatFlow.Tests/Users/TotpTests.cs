using System.Text;
using ChatFlow.Core.Users.Identity;
using Xunit;

namespace ChatFlow.Tests.Users;

public class TotpTests
{
    private static readonly byte[] s_key = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeAt(s_key, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    [InlineData("gezd gnbv gy3t qojq gezd gnbv gy3t qojq")]
    public void Keys_are_read_as_applications_show_them(string text) => Assert.Equal(s_key, Totp.DecodeKey(text));

    [Fact]
    public void The_picture_holds_what_an_application_needs() => Assert.Equal(
        "otpauth://totp/ChatFlow:ana%40example.com?secret=GEZDGNBV&issuer=ChatFlow&digits=6",
        Totp.UriOf("ChatFlow", "ana@example.com", "GEZDGNBV"));
}
