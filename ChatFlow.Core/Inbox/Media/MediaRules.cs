using ChatFlow.Core.Channels;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>What may come in, what may go out, and under which name.</summary>
public static class MediaRules
{
    public const int Megabyte = 1024 * 1024;

    /// <summary>The largest file of all, in bytes: WhatsApp's documents.</summary>
    public const long Largest = 100L * Megabyte;

    private const int LongestName = 120;

    /// <summary>
    /// Bytes of a received file. WhatsApp's own limits between people, which are wider than those of Meta's interface for
    /// businesses: what a customer could send must not be refused here.
    /// </summary>
    public static long LargestReceived(MediaKind kind) => kind switch
    {
        MediaKind.Image or MediaKind.Audio => 16L * Megabyte,
        MediaKind.Sticker => Megabyte,
        MediaKind.Video or MediaKind.Document => Largest,
    };

    /// <summary>As what a file goes out (contracts/meta-cloud.md section 8): what does not fit its kind goes as a document.</summary>
    public static MediaKind KindToSend(string type, long length) => type switch
    {
        "image/jpeg" or "image/png" when length <= 5 * Megabyte => MediaKind.Image,
        "video/mp4" or "video/3gpp" when length <= 16 * Megabyte => MediaKind.Video,
        "audio/aac" or "audio/amr" or "audio/mpeg" or "audio/mp4" or "audio/ogg" when length <= 16 * Megabyte => MediaKind.Audio,
        _ => MediaKind.Document,
    };

    /// <summary>Why a received file of that content must not be kept; null when it may.</summary>
    public static string? Problem(MediaKind kind, string sniffed, string? declared, string? fileName) => kind switch
    {
        MediaKind.Image or MediaKind.Sticker when !sniffed.StartsWith("image/", StringComparison.Ordinal) || sniffed == MediaTypes.Svg => MediaProblems.Lies,
        MediaKind.Video when !sniffed.StartsWith("video/", StringComparison.Ordinal) => MediaProblems.Lies,
        MediaKind.Audio when !sniffed.StartsWith("audio/", StringComparison.Ordinal) => MediaProblems.Lies,
        MediaKind.Document when Pretends(sniffed, declared, fileName) => MediaProblems.Dangerous,
        _ => null,
    };

    /// <summary>A program or a web page that calls itself a picture, a paper or a film.</summary>
    public static bool Pretends(string sniffed, string? declared, string? fileName)
    {
        if (!MediaTypes.IsDangerous(sniffed))
            return false;
        var extension = Path.GetExtension(fileName ?? "").ToLowerInvariant();
        return s_harmless.Contains(extension)
            || (extension.Length == 0 && declared is not null
                && (declared.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && !declared.StartsWith(MediaTypes.Svg, StringComparison.OrdinalIgnoreCase)
                    || declared.StartsWith("application/pdf", StringComparison.OrdinalIgnoreCase)
                    || declared.StartsWith("application/vnd.", StringComparison.OrdinalIgnoreCase)
                    || declared.StartsWith("application/msword", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A name to save it under: no path, no control characters, at most 120 characters, the extension kept.</summary>
    public static string FileName(string? told, MediaKind kind, string? type)
    {
        var name = new string([.. Path.GetFileName((told ?? "").Replace('\\', '/'))
            .Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && !"<>:\"/|?*\u202A\u202B\u202D\u202E\u2066\u2067\u2068".Contains(c, StringComparison.Ordinal))]).Trim(' ', '.');
        if (name.Length > LongestName)
        {
            var extension = Path.GetExtension(name);
            name = extension.Length < 12 ? name[..(LongestName - extension.Length)] + extension : name[..LongestName];
        }

        return name.Length > 0 ? name : Common.EnumText<MediaKind>.Of(kind) + Extension(type);
    }

    private static string Extension(string? type) => type?.Split(';')[0].Trim() switch
    {
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/webp" => ".webp",
        "image/gif" => ".gif",
        "video/mp4" => ".mp4",
        "video/3gpp" => ".3gp",
        "video/webm" or "audio/webm" => ".webm",
        "audio/ogg" => ".ogg",
        "audio/mpeg" => ".mp3",
        "audio/mp4" => ".m4a",
        "audio/aac" => ".aac",
        "audio/amr" => ".amr",
        "audio/wav" => ".wav",
        "application/pdf" => ".pdf",
        "text/plain" => ".txt",
        _ => "",
    };

    private static readonly HashSet<string> s_harmless =
    [
        ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp", ".tif", ".tiff", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx",
        ".odt", ".ods", ".rtf", ".csv", ".txt", ".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".mov", ".3gp", ".avi", ".zip", ".rar", ".7z", ".vcf", ".ics",
    ];

    internal static OutboundMedia ToSend(MediaFile file, Func<string, CancellationToken, Task<Stream?>> open) => new(
        file.Kind.AsMessage(), file.SniffedType ?? MediaTypes.Unknown, FileName(file.FileName, file.Kind, file.SniffedType), file.ByteCount ?? 0, file.Voice,
        ct => file is { State: MediaState.Stored, BlobName: { } name } ? open(name, ct) : Task.FromResult<Stream?>(null));
}
