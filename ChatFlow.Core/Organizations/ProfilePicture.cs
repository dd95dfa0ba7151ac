using ChatFlow.Core.Security;

namespace ChatFlow.Core.Organizations;

/// <summary>Fetches the picture of the connected number's profile: small, a JPEG or a PNG by its first bytes, or nothing.</summary>
public sealed class ProfilePicture(IHttpClientFactory clients)
{
    private const int LargestBytes = 256 * 1024;

    /// <param name="url">As the gateway told it: tenant data, so the guarded client decides whether it may be called.</param>
    public async Task<byte[]?> FetchAsync(string? url, CancellationToken ct)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return null;
        try
        {
            using var response = await clients.CreateClient(OutboundHttp.Guarded).GetAsync(address, HttpCompletionOption.ResponseHeadersRead, ct);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentLength > LargestBytes)
                return null;
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            var bytes = new byte[LargestBytes + 1];
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
            return length <= LargestBytes && MimeType(bytes.AsSpan(0, length)) is not null ? bytes[..length] : null;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OutboundRefusedException)
        {
            // A picture is an ornament.
            return null;
        }
    }

    /// <summary>Null when it is neither: it goes into an img element.</summary>
    public static string? MimeType(ReadOnlySpan<byte> bytes) =>
        bytes is [0xFF, 0xD8, 0xFF, ..] ? "image/jpeg" : bytes is [0x89, 0x50, 0x4E, 0x47, ..] ? "image/png" : null;
}
