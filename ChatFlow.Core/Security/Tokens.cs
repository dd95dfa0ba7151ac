using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ChatFlow.Core.Security;

/// <summary>
/// Random tokens that grant something by being known: webhook keys, API keys, invitations. 256 random bits need no
/// slow hash: the database keeps their SHA-256 and looks them up by it.
/// </summary>
public static class Tokens
{
    /// <summary>An API key starts with this, so that secret scanners recognise one.</summary>
    public const string ApiKeyPrefix = "cf_";

    private const int TokenBytes = 32;
    private const int TokenLength = 43;

    /// <summary>256 random bits as 43 characters that need no escaping in a URL.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    public static string NewApiKey() => ApiKeyPrefix + New();

    /// <summary>What is stored and looked up: 32 bytes.</summary>
    public static byte[] Hash(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return SHA256.HashData(Encoding.UTF8.GetBytes(token));
    }

    /// <summary>Compares without telling, by the time it takes, how much was right.</summary>
    public static bool AreEqual(string? left, string? right)
    {
        // Hashing first makes the lengths equal, so that the length is not told either.
        return left is not null && right is not null && CryptographicOperations.FixedTimeEquals(Hash(left), Hash(right));
    }

    /// <summary>Whether it can be one of our tokens at all; what cannot needs no look-up.</summary>
    public static bool IsWellFormed(string? token) => token is { Length: TokenLength } && IsUrlSafe(token);

    public static bool IsApiKey(string? key) =>
        key is not null && key.StartsWith(ApiKeyPrefix, StringComparison.Ordinal) && IsWellFormed(key[ApiKeyPrefix.Length..]);

    /// <summary>How a key is shown after its creation: enough to tell two apart, useless to an attacker.</summary>
    public static string Hint(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.Length < 16 ? "…" : string.Concat(token.AsSpan(0, 5), "…", token.AsSpan(token.Length - 4));
    }

    private static bool IsUrlSafe(string token)
    {
        foreach (var c in token)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        }

        return true;
    }
}
