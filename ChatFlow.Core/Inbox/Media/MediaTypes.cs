using System.Text;
using System.Text.Unicode;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>What a file is, by its first bytes alone. Names and declared types are never believed.</summary>
public static class MediaTypes
{
    /// <summary>How much of the beginning is looked at.</summary>
    public const int HeadLength = 4096;

    public const string Unknown = "application/octet-stream";
    public const string Executable = "application/x-executable";
    public const string Html = "text/html";
    public const string Svg = "image/svg+xml";
    public const string Script = "text/x-script";

    // Older Office files, and much else, in Microsoft's compound format.
    public const string Ole = "application/x-ole-storage";

    private static readonly HashSet<string> s_dangerous = [Executable, Html, Svg, Script];

    private static readonly HashSet<string> s_shown =
    [
        "image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/3gpp", "video/webm",
        "audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/wav", "audio/webm",
    ];

    /// <summary>True for what may run in a browser or on a machine: kept as a download at most.</summary>
    public static bool IsDangerous(string type) => s_dangerous.Contains(type);

    /// <summary>True for what a page may show in place; everything else is a download.</summary>
    public static bool IsShown(string? type) => type is not null && s_shown.Contains(type);

    /// <summary>The MIME type that the beginning shows.</summary>
    /// <param name="kind">Settles containers that hold sound or pictures alike (MP4, WebM).</param>
    public static string Sniff(ReadOnlySpan<byte> head, MediaKind kind)
    {
        if (head.Length > HeadLength)
            head = head[..HeadLength];
        return Picture(head) ?? Sound(head, kind) ?? Document(head) ?? Program(head) ?? Words(head) ?? Unknown;
    }

    private static string? Picture(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) ? "image/gif"
        : Riff(head, "WEBP"u8) ? "image/webp"
        : null;

    private static string? Sound(ReadOnlySpan<byte> head, MediaKind kind)
    {
        if (head.StartsWith("OggS"u8))
            return head.IndexOf("theora"u8) >= 0 ? "video/ogg" : "audio/ogg";
        if (Riff(head, "WAVE"u8))
            return "audio/wav";
        if (head.StartsWith("#!AMR"u8))
            return "audio/amr";
        if (head.Length > 11 && head[4..8].SequenceEqual("ftyp"u8))
            return Mp4(head[8..12], kind);
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) && head.IndexOf("webm"u8) >= 0)
            return kind == MediaKind.Audio ? "audio/webm" : "video/webm";
        if (head.StartsWith("ID3"u8))
            return "audio/mpeg";
        if (head.Length > 1 && head[0] == 0xFF)
        {
            // Frame headers: ADTS has layer 0, MPEG audio another.
            if ((head[1] & 0xF6) == 0xF0)
                return "audio/aac";
            // Layer II or III; layer I nobody sends, and its mark is that of UTF-16.
            if ((head[1] & 0xE0) == 0xE0 && (head[1] & 0x06) is (0x02 or 0x04))
                return "audio/mpeg";
        }

        return null;
    }

    private static string Mp4(ReadOnlySpan<byte> brand, MediaKind kind)
    {
        if (brand.StartsWith("M4A"u8) || brand.StartsWith("M4B"u8))
            return "audio/mp4";
        if (brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("msf1"u8))
            return "image/heic";
        if (brand.StartsWith("avif"u8))
            return "image/avif";
        if (kind == MediaKind.Audio)
            return "audio/mp4";
        return brand.StartsWith("3g"u8) ? "video/3gpp" : brand.StartsWith("qt"u8) ? "video/quicktime" : "video/mp4";
    }

    private static string? Document(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("%PDF-"u8))
            return "application/pdf";
        if (head.StartsWith("PK\u0003\u0004"u8))
        {
            return head.IndexOf("word/"u8) >= 0 ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                : head.IndexOf("xl/"u8) >= 0 ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                : head.IndexOf("ppt/"u8) >= 0 ? "application/vnd.openxmlformats-officedocument.presentationml.presentation"
                : "application/zip";
        }

        return head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? Ole
            : head.StartsWith("{\\rtf"u8) ? "application/rtf"
            : head.StartsWith("Rar!"u8) ? "application/vnd.rar"
            : head.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) ? "application/x-7z-compressed"
            : head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? "application/gzip"
            : null;
    }

    private static string? Program(ReadOnlySpan<byte> head) =>
        head.StartsWith("MZ"u8) || head.StartsWith("\u007fELF"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xCA, 0xFE, 0xBA, 0xBE])
        || head.StartsWith((ReadOnlySpan<byte>)[0xCF, 0xFA, 0xED, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xCE, 0xFA, 0xED, 0xFE])
        || head.StartsWith((ReadOnlySpan<byte>)[0x4C, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00]) || head.StartsWith("dex\n"u8)
            ? Executable
            : head.StartsWith("#!"u8) ? Script
            : null;

    private static string? Words(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return null;
        var text = Decode(head);
        if (text is null)
            return null;
        var start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (start.StartsWith('<'))
        {
            if (start.Contains("<svg", StringComparison.OrdinalIgnoreCase))
                return Svg;
            if (s_tags.Any(tag => start.Contains(tag, StringComparison.OrdinalIgnoreCase)))
                return Html;
            if (start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
                return "application/xml";
        }

        return "text/plain";
    }

    private static readonly string[] s_tags =
        ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<object", "<embed", "<meta", "<img", "<a ", "<style", "<form", "<div", "<?php"];

    /// <summary>The head as text; null when it holds what no text does. A character cut in two at the end does no harm.</summary>
    private static string? Decode(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Encoding.Unicode.GetString(head);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Encoding.BigEndianUnicode.GetString(head);
        foreach (var b in head)
        {
            if (b < 0x20 && b is not (0x09 or 0x0A or 0x0C or 0x0D or 0x1B))
                return null;
        }

        return Utf8.IsValid(head[..^Math.Min(3, head.Length - 1)]) || head.Length < 4 ? Encoding.UTF8.GetString(head) : Encoding.Latin1.GetString(head);
    }

    private static bool Riff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual(form);
}
