using ChatFlow.Core.Common;

namespace ChatFlow.Core.Inbox.Media;

public sealed record MediaUnknown() : NotFoundError("media.unknown", "There is no such file.");

public sealed record MediaGone() : NotFoundError("media.gone", "The file is no longer there.");

public sealed record MediaNotRefused() : ConflictError("media.not_refused", "Only a file that could not be fetched can be tried again.");

public sealed record MediaNotReady() : ConflictError("media.not_ready", "This file cannot be sent: it is not there, or it has been sent already.", "mediaId");

public sealed record MediaTooLarge(int Megabytes) : ValidationError("media.too_large", $"A file may have {Megabytes} MB at most.", "file");

public sealed record MediaEmpty() : ValidationError("media.empty", "The file is empty.", "file");

public sealed record MediaTypeRefused() : ValidationError("media.type_refused", "Programs and web pages are not sent.", "file");

public sealed record MediaLies() : ValidationError("media.not_what_it_says", "The file does not hold what its name says.", "file");

public sealed record MediaInterrupted() : ValidationError("media.interrupted", "The file broke off on its way.", "file");

/// <summary>Why a received file is not shown; each has its sentence in the interface (<c>Media_code</c>).</summary>
public static class MediaProblems
{
    public const string TooLarge = "too_large";
    public const string Empty = "empty";
    public const string Lies = "not_what_it_says";
    public const string Dangerous = "dangerous";
    public const string Damaged = "damaged";
    public const string Interrupted = "interrupted";
    public const string NotFound = "not_found";
    public const string NotConnected = "not_connected";

    /// <summary>Retention has taken it away.</summary>
    public const string Expired = "expired";

    /// <summary>Whoever wrote the message took it back.</summary>
    public const string Deleted = "deleted";
}
