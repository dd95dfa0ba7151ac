using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ChatFlow.Core.Channels;

/// <summary>
/// Tolerant reading of what providers send. A missing or wrongly typed member is an undefined element, never an
/// exception, so that chains of look-ups are total.
/// </summary>
internal static class WebhookJson
{
    // Quotes of quotes nest deeply; the reader's default of 64 would make such a message unreadable.
    public const int MaxDepth = 256;

    private static readonly JsonDocumentOptions s_options =
        new() { MaxDepth = MaxDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The body as a document, or null with the reason why it cannot be read.</summary>
    public static JsonDocument? Open(ReadOnlyMemory<byte> body, out string? unreadable)
    {
        try
        {
            unreadable = null;
            var document = JsonDocument.Parse(Mend(body), s_options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            unreadable = "The body is not a JSON object.";
        }
        catch (JsonException)
        {
            unreadable = body.Length == 0 ? "The body is empty." : "The body is not JSON.";
        }

        return null;
    }

    /// <summary>The same for an answer, which may be any JSON; null when it is none.</summary>
    public static JsonDocument? OpenAny(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(Mend(body), s_options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static bool Exists(this JsonElement element) =>
        element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The member's words without NUL; null when missing, empty or not words.</summary>
    public static string? Text(this JsonElement element, string name) => element.Get(name).AsText();

    public static string? AsText(this JsonElement element)
    {
        var text = element.ValueKind switch
        {
            // PostgreSQL's text refuses U+0000.
            JsonValueKind.String => element.GetString()!.Replace("\0", "", StringComparison.Ordinal),
            JsonValueKind.Number => element.GetRawText(),
            _ => "",
        };
        return text.Length == 0 ? null : text;
    }

    /// <summary>A whole number written as a number, a string or <c>{low, high}</c>.</summary>
    public static long? Long(this JsonElement element, string name)
    {
        var value = element.Get(name);
        switch (value.ValueKind)
        {
            case JsonValueKind.Number when value.TryGetInt64(out var whole):
                return whole;
            case JsonValueKind.Number when value.TryGetDouble(out var real) && Math.Abs(real) < 1e15:
                return (long)real;
            case JsonValueKind.String when long.TryParse(value.AsText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed):
                return parsed;
            case JsonValueKind.Object when value.Long("low") is { } low:
                // Either half may be signed: JavaScript's Long holds two 32-bit integers.
                return ((value.Long("high") ?? 0) << 32) | (uint)(low & uint.MaxValue);
            default:
                return null;
        }
    }

    public static double? Real(this JsonElement element, string name)
    {
        var value = element.Get(name);
        var read = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number
            : value.ValueKind == JsonValueKind.String && double.TryParse(value.AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed
            : double.NaN;
        return double.IsFinite(read) ? read : null;
    }

    public static bool? Flag(this JsonElement element, string name)
    {
        var value = element.Get(name);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(value.AsText(), out var parsed) => parsed,
            _ => null,
        };
    }

    /// <summary>A list's elements, or a lone object as a list of one: providers send both.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray(),
        JsonValueKind.Object => [element],
        _ => [],
    };

    /// <summary>Unix seconds (or milliseconds, which some senders mix up) as a moment; null when absurd.</summary>
    public static DateTimeOffset? Moment(long? unix) => unix switch
    {
        null or <= 0 => null,
        < 100_000_000_000 => DateTimeOffset.FromUnixTimeSeconds(unix.Value),
        < 100_000_000_000_000 => DateTimeOffset.FromUnixTimeMilliseconds(unix.Value),
        _ => null,
    };

    /// <summary>Broken UTF-8 becomes U+FFFD and a lone surrogate escape <c>\u0000</c>, on which the reader would otherwise throw later.</summary>
    private static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(Encoding.UTF8.Preamble))
            body = body[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(body.Span))
            body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span));
        var bytes = body.Span;
        byte[]? mended = null;
        for (var i = 0; i < bytes.Length;)
        {
            var next = bytes[i..].IndexOf((byte)'\\');
            if (next < 0)
                break;
            i += next;
            if (Escape(bytes, i) is not { } unit)
            {
                i += 2;
            }
            else if (char.IsHighSurrogate(unit) && Escape(bytes, i + 6) is { } second && char.IsLowSurrogate(second))
            {
                i += 12;
            }
            else
            {
                if (char.IsSurrogate(unit))
                    "0000"u8.CopyTo((mended ??= bytes.ToArray()).AsSpan(i + 2));
                i += 6;
            }
        }

        return mended ?? body;
    }

    private static char? Escape(ReadOnlySpan<byte> bytes, int at) =>
        at + 6 <= bytes.Length && bytes[at] == '\\' && bytes[at + 1] == 'u'
        && Utf8Parser.TryParse(bytes.Slice(at + 2, 4), out ushort unit, out var read, 'X') && read == 4
            ? (char)unit
            : null;
}
