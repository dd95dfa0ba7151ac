using ChatFlow.Core.Security;
using Xunit;

namespace ChatFlow.Tests.Security;

public class TokensTests
{
    [Fact]
    public void Tokens_are_256_bits_url_safe_and_never_repeat()
    {
        var tokens = Enumerable.Range(0, 1000).Select(_ => Tokens.New()).ToHashSet();

        Assert.Equal(1000, tokens.Count);
        Assert.All(tokens, token => Assert.Matches("^[A-Za-z0-9_-]{43}$", token));
        Assert.All(tokens, token => Assert.True(Tokens.IsWellFormed(token)));
    }

    [Fact]
    public void An_api_key_is_recognised_by_its_prefix()
    {
        var key = Tokens.NewApiKey();

        Assert.StartsWith("cf_", key, StringComparison.Ordinal);
        Assert.True(Tokens.IsApiKey(key));
        Assert.Equal(32, Tokens.Hash(key).Length);
        Assert.DoesNotContain(key[6..40], Tokens.Hint(key), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cf_")]
    [InlineData("cf_short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("CF_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("cf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("cf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'A")]
    public void What_cannot_be_a_key_is_not_one(string? key) => Assert.False(Tokens.IsApiKey(key));

    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("a", "aa", false)]
    [InlineData("", "", true)]
    [InlineData(null, null, false)]
    [InlineData("a", null, false)]
    public void Comparison_takes_null_for_a_mismatch(string? left, string? right, bool equal) =>
        Assert.Equal(equal, Tokens.AreEqual(left, right));
}
