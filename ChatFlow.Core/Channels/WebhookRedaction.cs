using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ChatFlow.Core.Blobs;

namespace ChatFlow.Core.Channels;

/// <summary>Takes secrets and media bytes out of a raw body before it is stored.</summary>
public static class WebhookRedaction
{
    // No base64 holds a colon, so that nobody can send such a reference himself.
    private const string BlobPrefix = "blob:";
    private const int LongestReference = 5 + 64 + 1;

    private static readonly JsonReaderOptions s_options =
        new() { MaxDepth = WebhookJson.MaxDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>
    /// Evolution's <c>apikey</c>, every <c>base64</c> (media and QR pictures) and the codes of a pairing become null; all
    /// other bytes stay as they came. A body without them, or one that is not JSON, is returned as it is, without a copy
    /// when the memory is a whole array.
    /// </summary>
    /// <param name="keep">
    /// Gets the base64 text of a file and answers with the name of the blob that it is put aside under, which then stands
    /// in its place (<see cref="BlobIn"/>), or null. Without it files are dropped and such references stay.
    /// </param>
    public static byte[] Redact(ReadOnlyMemory<byte> body, Func<ReadOnlyMemory<byte>, string?>? keep = null)
    {
        List<(Range Where, bool IsFile)>? secrets = null;
        try
        {
            secrets = Find(body.Span);
        }
        catch (JsonException)
        {
        }

        return secrets is null ? Whole(body) : Without(body, secrets, keep);
    }

    /// <summary>The blob that stands in the place of a file's bytes; null when none does.</summary>
    public static string? BlobIn(string? base64) =>
        base64?.StartsWith(BlobPrefix, StringComparison.Ordinal) == true && BlobName.IsValid(base64[BlobPrefix.Length..]) ? base64[BlobPrefix.Length..] : null;

    private static List<(Range Where, bool IsFile)>? Find(ReadOnlySpan<byte> body)
    {
        List<(Range Where, bool IsFile)>? found = null;
        var offset = body.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(body[offset..], s_options);
        var pairingDepth = -1;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth < pairingDepth)
                pairingDepth = -1;
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var secret = IsSecret(ref reader, reader.CurrentDepth == pairingDepth);
            var file = secret && pairingDepth < 0 && Is(ref reader, "base64"u8);
            var pairing = Is(ref reader, "qrcode"u8);
            if (!reader.Read())
                break;
            if (pairing && reader.TokenType == JsonTokenType.StartObject)
                pairingDepth = reader.CurrentDepth + 1;
            if (secret && reader.TokenType == JsonTokenType.String)
                (found ??= []).Add((new Range((int)reader.TokenStartIndex + offset, (int)reader.BytesConsumed + offset), file));
        }

        return found;
    }

    private static bool IsSecret(ref Utf8JsonReader reader, bool inPairing) =>
        Is(ref reader, "apikey"u8) || Is(ref reader, "api_key"u8) || Is(ref reader, "base64"u8)
        || (inPairing && (Is(ref reader, "code"u8) || Is(ref reader, "pairingCode"u8)));

    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan.SequenceEqual(name);
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate in a name: certainly none of ours.
            return false;
        }
    }

    private static byte[] Without(ReadOnlyMemory<byte> whole, List<(Range Where, bool IsFile)> secrets, Func<ReadOnlyMemory<byte>, string?>? keep)
    {
        var body = whole.Span;
        var result = new ArrayBufferWriter<byte>(1024);
        var from = 0;
        foreach (var (where, isFile) in secrets)
        {
            var (start, length) = where.GetOffsetAndLength(body.Length);
            result.Write(body[from..start]);
            // Without its quotes.
            var blob = !isFile || length <= 2 ? null : keep is not null ? keep(whole.Slice(start + 1, length - 2))
                : BlobIn(Encoding.ASCII.GetString(body.Slice(start + 1, Math.Min(length - 2, LongestReference))));
            result.Write(blob is null ? "null"u8 : Encoding.ASCII.GetBytes($"\"{BlobPrefix}{blob}\""));
            from = start + length;
        }

        result.Write(body[from..]);
        return result.WrittenSpan.ToArray();
    }

    private static byte[] Whole(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment) && segment is { Offset: 0, Array: { } array } && array.Length == body.Length
            ? array
            : body.ToArray();
}
