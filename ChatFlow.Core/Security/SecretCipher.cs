using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ChatFlow.Core.Security;

/// <summary>
/// Encrypts secrets for the database: AES-256-GCM, written <c>v1.&lt;keyId&gt;.&lt;base64url of nonce, tag, ciphertext&gt;</c>.
/// The context (see <see cref="SecretContext"/>) and the key id are authenticated, so that a value copied to another
/// tenant's row or to another column does not decrypt.
/// </summary>
public sealed class SecretCipher(SecretKeys keys)
{
    private const string Version = "v1";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public string Encrypt(string plain, string context)
    {
        ArgumentNullException.ThrowIfNull(plain);
        ArgumentException.ThrowIfNullOrEmpty(context);
        var text = Encoding.UTF8.GetBytes(plain);
        var packed = new byte[NonceBytes + TagBytes + text.Length];
        var nonce = packed.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(keys.Current, TagBytes);
        aes.Encrypt(nonce, text, packed.AsSpan(NonceBytes + TagBytes), packed.AsSpan(NonceBytes, TagBytes), Associated(keys.CurrentId, context));
        return $"{Version}.{keys.CurrentId}.{Base64Url.EncodeToString(packed)}";
    }

    /// <exception cref="SecretUnreadableException">The key is unknown, the value was altered, or the context is another one.</exception>
    public string Decrypt(string cipher, string context)
    {
        ArgumentNullException.ThrowIfNull(cipher);
        ArgumentException.ThrowIfNullOrEmpty(context);
        var (keyId, packed) = Unpack(cipher, context);
        var key = keys.Find(keyId)
            ?? throw new SecretUnreadableException($"The secret {context} was encrypted with key '{keyId}', which Encryption:Keys does not hold.");
        var text = new byte[packed.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(packed.AsSpan(0, NonceBytes), packed.AsSpan(NonceBytes + TagBytes), packed.AsSpan(NonceBytes, TagBytes), text, Associated(keyId, context));
        }
        catch (CryptographicException e)
        {
            throw new SecretUnreadableException($"The secret {context} does not decrypt with key '{keyId}': it was altered, moved, or another key bears that id.", e);
        }

        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Null and empty mean "no secret" and are stored as null.</summary>
    public string? EncryptOptional(string? plain, string context) => string.IsNullOrEmpty(plain) ? null : Encrypt(plain, context);

    /// <summary>Null for null or empty; otherwise as <see cref="Decrypt"/>.</summary>
    public string? DecryptOptional(string? cipher, string context) => string.IsNullOrEmpty(cipher) ? null : Decrypt(cipher, context);

    /// <summary>False where <see cref="Decrypt"/> would throw: for pages that must show "enter this again" instead of failing.</summary>
    public bool TryDecrypt(string? cipher, string context, [NotNullWhen(true)] out string? plain)
    {
        plain = null;
        if (string.IsNullOrEmpty(cipher))
            return false;
        try
        {
            plain = Decrypt(cipher, context);
            return true;
        }
        catch (SecretUnreadableException)
        {
            return false;
        }
    }

    /// <summary>Whether a stored value should be written again because a newer key stands first.</summary>
    public bool NeedsRewrite(string cipher)
    {
        ArgumentNullException.ThrowIfNull(cipher);
        return !cipher.StartsWith($"{Version}.{keys.CurrentId}.", StringComparison.Ordinal);
    }

    private static byte[] Associated(string keyId, string context) => Encoding.UTF8.GetBytes($"{Version}.{keyId}.{context}");

    private static (string KeyId, byte[] Packed) Unpack(string cipher, string context)
    {
        var parts = cipher.Split('.');
        if (parts is not [Version, var keyId, var body])
            throw new SecretUnreadableException($"The secret {context} is not in the form {Version}.<key>.<data>.");
        try
        {
            var packed = Base64Url.DecodeFromChars(body);
            if (packed.Length >= NonceBytes + TagBytes)
                return (keyId, packed);
        }
        catch (FormatException e)
        {
            throw new SecretUnreadableException($"The secret {context} is not valid base64url.", e);
        }

        throw new SecretUnreadableException($"The secret {context} is cut short.");
    }
}
