using System.Buffers;
using System.Buffers.Text;
using ChatFlow.Core.Blobs;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using Npgsql;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>
/// Puts aside bytes that came inside a webhook's body, before the body is stored without them. They are listed for deletion
/// at once: whoever fetches the file copies them, and what nobody copies goes by itself.
/// </summary>
public sealed class KeepInline(Gate gate, IBlobStore blobs, TimeProvider clock)
{
    private static readonly TimeSpan s_time = TimeSpan.FromDays(1);

    /// <summary>The body without secrets, where files came with references to them in their place. The same body has the same names again.</summary>
    public async Task<byte[]> RunAsync(Guid organizationId, byte[] raw, CancellationToken ct)
    {
        List<(string Name, ReadOnlyMemory<byte> Base64)>? files = null;
        var body = WebhookRedaction.Redact(raw, base64 =>
        {
            if (base64.Span.StartsWith("data:"u8))
                return null;
            var name = BlobName.Of(organizationId, raw, files?.Count ?? 0);
            (files ??= []).Add((name, base64));
            return name;
        });
        if (files is not null)
            await KeepAsync(files, ct);
        return body;
    }

    // One that is no base64, or that the disk does not take, is left out, and asked for at the provider.
    private async Task KeepAsync(List<(string Name, ReadOnlyMemory<byte> Base64)> files, CancellationToken ct)
    {
        await using var command = gate.Command("SELECT gate.expect_blobs($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. files.Select(f => f.Name)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() + s_time });
        await command.ExecuteNonQueryAsync(ct);
        foreach (var (name, base64) in files)
        {
            var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
            if (Base64.DecodeFromUtf8(base64.Span, bytes, out _, out var length) != OperationStatus.Done)
                continue;
            using var content = new MemoryStream(bytes, 0, length);
            try
            {
                await blobs.PutAsync(name, content, ct);
            }
            catch (IOException)
            {
                return;
            }
        }
    }
}
