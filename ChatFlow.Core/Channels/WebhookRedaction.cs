using System.Runtime.InteropServices;
using System.Text.Json;

namespace ChatFlow.Core.Channels;

/// <summary>Takes secrets and media bytes out of a raw body before it is stored.</summary>
public static class WebhookRedaction
{
    private static readonly JsonReaderOptions s_options =
        new() { MaxDepth = WebhookJson.MaxDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>
    /// Evolution's <c>apikey</c>, every <c>base64</c> (media and QR pictures) and the codes of a pairing become null; all
    /// other bytes stay as they came. A body without them, or one that is not JSON, is returned as it is, without a copy
    /// when the memory is a whole array.
    /// </summary>
    public static byte[] Redact(ReadOnlyMemory<byte> body)
    {
        List<Range>? secrets = null;
        try
        {
            secrets = Find(body.Span);
        }
        catch (JsonException)
        {
        }

        return secrets is null ? Whole(body) : Without(body.Span, secrets);
    }

    private static List<Range>? Find(ReadOnlySpan<byte> body)
    {
        List<Range>? found = null;
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
            var pairing = Is(ref reader, "qrcode"u8);
            if (!reader.Read())
                break;
            if (pairing && reader.TokenType == JsonTokenType.StartObject)
                pairingDepth = reader.CurrentDepth + 1;
            if (secret && reader.TokenType == JsonTokenType.String)
                (found ??= []).Add(new Range((int)reader.TokenStartIndex + offset, (int)reader.BytesConsumed + offset));
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

    private static byte[] Without(ReadOnlySpan<byte> body, List<Range> secrets)
    {
        var kept = body.Length;
        foreach (var secret in secrets)
            kept += 4 - secret.GetOffsetAndLength(body.Length).Length;
        var result = new byte[kept];
        var written = 0;
        var from = 0;
        foreach (var secret in secrets)
        {
            var (start, length) = secret.GetOffsetAndLength(body.Length);
            body[from..start].CopyTo(result.AsSpan(written));
            written += start - from;
            "null"u8.CopyTo(result.AsSpan(written));
            written += 4;
            from = start + length;
        }

        body[from..].CopyTo(result.AsSpan(written));
        return result;
    }

    private static byte[] Whole(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment) && segment is { Offset: 0, Array: { } array } && array.Length == body.Length
            ? array
            : body.ToArray();
}
