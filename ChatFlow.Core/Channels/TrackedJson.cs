using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels;

/// <summary>
/// A JSON body that knows whether its writing has begun. Until then the provider has at most the head of a request, which
/// it cannot act upon: that is the proof that nothing was sent.
/// </summary>
internal sealed class TrackedJson : HttpContent
{
    private readonly byte[] _bytes;
    private volatile bool _started;

    public TrackedJson(JsonNode body)
    {
        _bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
    }

    public bool Started => _started;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _started = true;
        await stream.WriteAsync(_bytes, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
