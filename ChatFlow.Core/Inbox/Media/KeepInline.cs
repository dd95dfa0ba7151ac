using System.Buffers;
using System.Buffers.Text;
using ChatFlow.Core.Blobs;
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

    /// <param name="files">Names, and the base64 text; one that is no base64 is left out, and asked for at the provider.</param>
    public async Task RunAsync(IReadOnlyList<(string Name, ReadOnlyMemory<byte> Base64)> files, CancellationToken ct)
    {
        if (files.Count == 0)
            return;
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
            await blobs.PutAsync(name, content, ct);
        }
    }
}
