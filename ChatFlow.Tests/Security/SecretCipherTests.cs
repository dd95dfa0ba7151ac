using ChatFlow.Core.Security;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatFlow.Tests.Security;

public class SecretCipherTests
{
    private const string Secret = "EAAG-a-very-secret-token-ñ-✓";
    private const string Context = "bot_configs.meta_access_token:0196a1b2-0000-7000-8000-000000000001";

    private static readonly FakeTimeProvider s_clock = new(new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero));

    private static SecretCipher Cipher(params string[] keys) => new(SecretKeys.Parse(string.Join(',', keys)));

    [Fact]
    public void What_was_encrypted_decrypts_and_never_looks_the_same_twice()
    {
        var cipher = Cipher(SecretKeys.Generate(s_clock));

        var first = cipher.Encrypt(Secret, Context);
        var second = cipher.Encrypt(Secret, Context);

        Assert.Equal(Secret, cipher.Decrypt(first, Context));
        Assert.Matches(@"^v1\.k20260504[0-9a-f]{4}\.[A-Za-z0-9_-]+$", first);
        Assert.NotEqual(first, second);
        Assert.DoesNotContain("EAAG", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bot_configs.meta_access_token:0196a1b2-0000-7000-8000-000000000002")]
    [InlineData("bot_configs.meta_app_secret:0196a1b2-0000-7000-8000-000000000001")]
    public void A_value_moved_to_another_tenant_or_column_does_not_decrypt(string other)
    {
        var cipher = Cipher(SecretKeys.Generate(s_clock));
        var stored = cipher.Encrypt(Secret, Context);

        Assert.Throws<SecretUnreadableException>(() => cipher.Decrypt(stored, other));
        Assert.False(cipher.TryDecrypt(stored, other, out _));
    }

    [Fact]
    public void The_first_key_encrypts_and_every_key_decrypts()
    {
        var oldKey = SecretKeys.Generate(s_clock);
        var newKey = SecretKeys.Generate(new FakeTimeProvider(s_clock.GetUtcNow().AddDays(1)));
        var stored = Cipher(oldKey).Encrypt(Secret, Context);
        var rotated = Cipher(newKey, oldKey);

        Assert.Equal(Secret, rotated.Decrypt(stored, Context));
        Assert.True(rotated.NeedsRewrite(stored));
        var rewritten = rotated.Encrypt(Secret, Context);
        Assert.False(rotated.NeedsRewrite(rewritten));
        Assert.Equal(Secret, Cipher(newKey).Decrypt(rewritten, Context));
    }

    [Fact]
    public void A_missing_key_is_named_and_the_secret_is_not()
    {
        var key = SecretKeys.Generate(s_clock);
        var stored = Cipher(key).Encrypt(Secret, Context);
        var other = Cipher(SecretKeys.Generate(new FakeTimeProvider(s_clock.GetUtcNow().AddDays(1))));

        var failure = Assert.Throws<SecretUnreadableException>(() => other.Decrypt(stored, Context));

        Assert.Contains(key.Split(':')[0], failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(stored.Split('.')[2], failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key.Split(':')[1], failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_key_under_the_same_id_is_refused()
    {
        var id = "k1";
        string Key() => $"{id}:{SecretKeys.Generate(s_clock).Split(':')[1]}";
        var stored = Cipher(Key()).Encrypt(Secret, Context);

        Assert.Throws<SecretUnreadableException>(() => Cipher(Key()).Decrypt(stored, Context));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("v1.k1")]
    [InlineData("v2.k1.AAAA")]
    [InlineData("v1.k1.AAAA")]
    [InlineData("v1.k1.!!!!")]
    [InlineData("v1.k1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_not_ours_is_a_named_failure(string stored)
    {
        var cipher = Cipher("k1:" + Convert.ToBase64String(new byte[32]));

        Assert.Throws<SecretUnreadableException>(() => cipher.Decrypt(stored, Context));
    }

    [Fact]
    public void Every_altered_character_is_noticed()
    {
        var cipher = Cipher("k1:" + Convert.ToBase64String(new byte[32]));
        var stored = cipher.Encrypt("token", Context);
        for (var i = "v1.k1.".Length; i < stored.Length - 1; i++)
        {
            var altered = stored[..i] + (stored[i] == 'A' ? 'B' : 'A') + stored[(i + 1)..];
            Assert.False(cipher.TryDecrypt(altered, Context, out _), $"position {i}");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_secret_stays_no_secret(string? none)
    {
        var cipher = Cipher(SecretKeys.Generate(s_clock));

        Assert.Null(cipher.EncryptOptional(none, Context));
        Assert.Null(cipher.DecryptOptional(none, Context));
        Assert.Equal("x", cipher.DecryptOptional(cipher.EncryptOptional("x", Context), Context));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("justakey")]
    [InlineData(":AAAA")]
    [InlineData("k1:AAAA")]
    [InlineData("k1:SGVMTE9zZWNyZXQ!")]
    [InlineData("k.1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Unusable_keys_are_refused_without_being_repeated(string keys)
    {
        var failure = Assert.Throws<FormatException>(() => SecretKeys.Parse(keys));

        Assert.Contains("Encryption:Keys", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SGVMTE", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("justakey", failure.Message, StringComparison.Ordinal);
    }
}
