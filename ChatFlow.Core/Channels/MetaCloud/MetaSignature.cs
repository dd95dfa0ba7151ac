using System.Security.Cryptography;
using System.Text;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>Meta's proof of origin: <c>X-Hub-Signature-256: sha256=hex</c>, an HMAC of the raw bytes under the app's secret.</summary>
public static class MetaSignature
{
    private const string Scheme = "sha256=";

    /// <summary>Constant time in the signature; false for a missing, foreign or malformed header, and for an empty secret.</summary>
    public static bool IsValid(ReadOnlySpan<byte> body, string? header, string appSecret)
    {
        header = header?.Trim();
        if (string.IsNullOrEmpty(appSecret) || header is null
            || header.Length != Scheme.Length + (HMACSHA256.HashSizeInBytes * 2)
            || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Convert.FromHexString(header.AsSpan(Scheme.Length), claimed, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        Span<byte> actual = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), body, actual);
        return CryptographicOperations.FixedTimeEquals(actual, claimed);
    }
}
