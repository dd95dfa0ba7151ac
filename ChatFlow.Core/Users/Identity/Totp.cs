using System.Globalization;
using System.Security.Cryptography;

namespace ChatFlow.Core.Users.Identity;

/// <summary>Time-based one-time passwords as authenticator applications make them (RFC 6238, SHA-1, 30 s, six digits).</summary>
public static class Totp
{
    public const int StepSeconds = 30;
    public const int Digits = 6;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / StepSeconds;

    public static string CodeAt(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 and the applications that people have know SHA-1 only; as HMAC it is not broken.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 0xf;
        var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(offset, 4)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is, at most one step away from now and later than the last one used; else null.</summary>
    public static long? FindStep(byte[] key, string code, DateTimeOffset now, long lastUsed)
    {
        ArgumentNullException.ThrowIfNull(code);
        var digits = new string([.. code.Where(char.IsAsciiDigit)]);
        if (digits.Length != Digits)
            return null;
        var current = StepAt(now);
        long? found = null;
        for (var step = current - 1; step <= current + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(CodeAt(key, step)), System.Text.Encoding.ASCII.GetBytes(digits)) && step > lastUsed)
                found ??= step;
        }

        return found;
    }

    /// <summary>Reads the key as Identity writes it and applications show it.</summary>
    public static byte[] DecodeKey(string base32)
    {
        ArgumentNullException.ThrowIfNull(base32);
        var bytes = new List<byte>(base32.Length * 5 / 8);
        var (buffer, bits) = (0, 0);
        foreach (var c in base32.ToUpperInvariant())
        {
            var value = Base32.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
                continue;
            buffer = ((buffer << 5) | value) & 0xfff;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes.Add((byte)(buffer >> bits));
        }

        return [.. bytes];
    }

    /// <summary>What the QR code holds.</summary>
    public static string UriOf(string issuer, string account, string base32) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={base32}&issuer={Uri.EscapeDataString(issuer)}&digits={Digits}";
}
