using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatFlow.Core.Chatwoot.Receiving;

/// <summary>
/// <c>X-Chatwoot-Signature: sha256=&lt;hex&gt;</c>, an HMAC with the webhook's secret over <c>{timestamp}.{raw body}</c>, not
/// over the body alone (contracts/chatwoot.md section 5).
/// </summary>
public static class ChatwootSignature
{
    /// <summary>A signed request that is older, or from further ahead, is refused: it may have been recorded and played again.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(5);

    private const string Scheme = "sha256=";

    public static bool IsValid(ReadOnlySpan<byte> body, string? timestamp, string? signature, string secret, DateTimeOffset now)
    {
        if (timestamp is null || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs((double)seconds - now.ToUnixTimeSeconds()) > MaximumAge.TotalSeconds)
            return false;
        if (signature?.StartsWith(Scheme, StringComparison.Ordinal) != true)
            return false;
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp + "."));
        hash.AppendData(body);
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        return Convert.FromHexString(signature.AsSpan(Scheme.Length), given, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == given.Length && CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), given);
    }
}
