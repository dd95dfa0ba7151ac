using System.Security.Cryptography;
using System.Text;
using ChatFlow.Core.Channels.MetaCloud;
using Xunit;

namespace ChatFlow.Tests.Channels.MetaCloud;

public class MetaSignatureTests
{
    private const string Secret = "an app's secret";

    private static readonly byte[] s_body = "{\"text\":\"\\u00e1\"}"u8.ToArray();

    private static string Sign(string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), s_body));

    [Fact]
    public void The_right_signature_is_accepted_in_either_case()
    {
        Assert.True(MetaSignature.IsValid(s_body, "sha256=" + Sign(Secret), Secret));
        Assert.True(MetaSignature.IsValid(s_body, "sha256=" + Sign(Secret).ToUpperInvariant(), Secret));
    }

    [Fact]
    public void Another_secret_another_body_or_no_secret_is_refused()
    {
        Assert.False(MetaSignature.IsValid(s_body, "sha256=" + Sign("another"), Secret));
        Assert.False(MetaSignature.IsValid("{}"u8, "sha256=" + Sign(Secret), Secret));
        Assert.False(MetaSignature.IsValid(s_body, "sha256=" + Sign(""), ""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha1=0123456789")]
    [InlineData("sha256=zz23456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789A")]
    public void A_malformed_header_is_refused(string? header) => Assert.False(MetaSignature.IsValid(s_body, header, Secret));
}
