using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels;

/// <summary>A JSON object whose last member is a file in base64, encoded while it is sent: the file never stands in memory.</summary>
internal sealed class JsonWithFile : TrackedContent
{
    // A multiple of three, so that no padding stands in the middle.
    private const int ChunkSize = 48 * 1024;

    private readonly byte[] _head;
    private readonly Stream _file;
    private readonly long _length;

    /// <param name="length">Bytes of the file; more or fewer break the request off.</param>
    public JsonWithFile(JsonObject members, string name, Stream file, long length)
    {
        var json = JsonSerializer.Serialize(members);
        _head = Encoding.UTF8.GetBytes($"{json[..^1]}{(members.Count > 0 ? "," : "")}{JsonSerializer.Serialize(name)}:\"");
        _file = file;
        _length = length;
        Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Started = true;
        await stream.WriteAsync(_head, cancellationToken).ConfigureAwait(false);
        var plain = ArrayPool<byte>.Shared.Rent(ChunkSize);
        var text = ArrayPool<byte>.Shared.Rent(Base64.GetMaxEncodedToUtf8Length(ChunkSize));
        try
        {
            for (int read; (read = await _file.ReadAtLeastAsync(plain.AsMemory(0, ChunkSize), ChunkSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                Base64.EncodeToUtf8(plain.AsSpan(0, read), text, out _, out var written);
                await stream.WriteAsync(text.AsMemory(0, written), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
            ArrayPool<byte>.Shared.Return(text);
        }

        await stream.WriteAsync("\"}"u8.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + ((_length + 2) / 3 * 4) + 2;
        return true;
    }
}
