using System.Buffers;
using System.Security.Cryptography;

namespace ChatFlow.Core.Blobs;

/// <summary>
/// Bytes under names that nobody can guess; a name says nothing of what it holds or whose it is. The folder store is the
/// first implementation, an object store may be the next: nothing here is a path.
/// </summary>
public interface IBlobStore
{
    /// <summary>
    /// Stores everything that <paramref name="content"/> yields. The blob appears whole or not at all; one of the same name
    /// is replaced.
    /// </summary>
    /// <param name="name">From <see cref="BlobName"/>.</param>
    Task PutAsync(string name, Stream content, CancellationToken ct);

    /// <summary>The bytes as a stream that can seek (a range is read by seeking); null when there is no such blob.</summary>
    Task<Stream?> OpenAsync(string name, CancellationToken ct);

    /// <summary>Deletes it; nothing happens when it is not there.</summary>
    Task DeleteAsync(string name, CancellationToken ct);
}

public static class BlobName
{
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");

    /// <summary>256 random bits as 64 lower-case hexadecimal digits.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The name that these parts lead to again and again, for bytes that may arrive twice.</summary>
    public static string Of(Guid owner, ReadOnlySpan<byte> whole, int index)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(owner.ToByteArray());
        hash.AppendData(BitConverter.GetBytes(index));
        hash.AppendData(whole);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static bool IsValid(string? name) => name is { Length: 64 } && !name.AsSpan().ContainsAnyExcept(s_digits);
}
