using System.Security.Cryptography;

namespace ChatFlow.Core.Security;

/// <summary>
/// The keys that secrets are encrypted with. The text form is <c>id:base64key,id:base64key</c>: the first key encrypts,
/// every one decrypts, so a key is replaced by writing the new one in front and keeping the old until all is rewritten.
/// </summary>
public sealed class SecretKeys
{
    /// <summary>AES-256.</summary>
    public const int KeyBytes = 32;

    private const int MaximumIdLength = 32;

    private readonly Dictionary<string, byte[]> _keys;

    private SecretKeys(string currentId, Dictionary<string, byte[]> keys)
    {
        CurrentId = currentId;
        _keys = keys;
    }

    /// <summary>The id of the key that encrypts.</summary>
    public string CurrentId { get; }

    public IReadOnlyCollection<string> Ids => _keys.Keys;

    /// <summary>Reads <c>Encryption:Keys</c>.</summary>
    /// <exception cref="FormatException">An entry is not usable; the message names its position and never its content.</exception>
    public static SecretKeys Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var entries = text.Split([',', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (entries.Length == 0)
            throw new FormatException("Encryption:Keys is empty; it takes id:base64key, comma-separated.");
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        string? current = null;
        for (var i = 0; i < entries.Length; i++)
        {
            var (id, key) = ParseEntry(entries[i], i + 1);
            current ??= id;
            if (!keys.TryAdd(id, key))
                throw new FormatException($"Encryption:Keys holds the key id '{id}' twice.");
        }

        return new SecretKeys(current!, keys);
    }

    /// <summary>A new random key in the text form, to be stored where only the application reads it.</summary>
    public static string Generate(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        // The date tells an operator how old a key is; the suffix keeps two keys of one day apart.
        var id = $"k{clock.GetUtcNow():yyyyMMdd}{RandomNumberGenerator.GetHexString(4, lowercase: true)}";
        return $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))}";
    }

    internal byte[] Current => _keys[CurrentId];

    internal byte[]? Find(string id) => _keys.GetValueOrDefault(id);

    private static (string Id, byte[] Key) ParseEntry(string entry, int position)
    {
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !IsId(entry.AsSpan(0, colon)))
            throw new FormatException($"Entry {position} of Encryption:Keys is not id:base64key (an id has 1 to {MaximumIdLength} letters, digits, - or _).");
        var key = new byte[KeyBytes];
        if (!Convert.TryFromBase64String(entry[(colon + 1)..], key, out var written) || written != KeyBytes)
            throw new FormatException($"Entry {position} of Encryption:Keys is not {KeyBytes} bytes in base64.");
        return (entry[..colon], key);
    }

    private static bool IsId(ReadOnlySpan<char> id)
    {
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        }

        return id.Length is >= 1 and <= MaximumIdLength;
    }
}
