using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Inbox.Media;

public enum MediaKind
{
    Image,
    Video,
    Audio,
    Document,
    Sticker,
}

public enum MediaState
{
    /// <summary>Told by the provider, not fetched yet.</summary>
    Waiting,

    /// <summary>Bytes are on their way, from the provider or from a person's browser.</summary>
    Fetching,
    Stored,

    /// <summary>Could not be fetched, or must not be kept; the error code says why. A person may ask for another try.</summary>
    Refused,

    /// <summary>No longer there, at the provider or here (retention, a message taken back).</summary>
    Gone,
}

/// <summary>What is known of a file that came or goes with a message. The bytes lie in the blob store.</summary>
public sealed class MediaFile : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Guid? ContactId { get; set; }

    /// <summary>Null for what a person has uploaded and not sent yet.</summary>
    public Guid? MessageId { get; set; }
    public MediaKind Kind { get; set; }
    public MediaState State { get; set; }

    /// <summary>What somebody says that it is; decides nothing.</summary>
    public string? DeclaredType { get; set; }

    /// <summary>What the content shows.</summary>
    public string? SniffedType { get; set; }
    public string? FileName { get; set; }

    /// <summary>As told until it is stored, as counted from then on.</summary>
    public long? ByteCount { get; set; }
    public byte[]? Sha256 { get; set; }
    public string? BlobName { get; set; }
    public string? ThumbnailName { get; set; }

    /// <summary>Pixels, the picture standing upright.</summary>
    public int? Width { get; set; }
    public int? Height { get; set; }
    public int? Seconds { get; set; }
    public bool Voice { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? NextTryAt { get; set; }
    public string? ErrorCode { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? StoredAt { get; set; }
}

internal sealed class MediaFileMapping : IEntityTypeConfiguration<MediaFile>
{
    public void Configure(EntityTypeBuilder<MediaFile> builder) => builder.ToTable("media_files");
}

internal static class MediaKinds
{
    public static MediaKind? Of(MessageType type) => type switch
    {
        MessageType.Image => MediaKind.Image,
        MessageType.Video => MediaKind.Video,
        MessageType.Audio => MediaKind.Audio,
        MessageType.Document => MediaKind.Document,
        MessageType.Sticker => MediaKind.Sticker,
        MessageType.Text or MessageType.Location or MessageType.Contact or MessageType.Interactive or MessageType.Template
            or MessageType.System or MessageType.Unsupported => null,
    };

    public static MessageType AsMessage(this MediaKind kind) => kind switch
    {
        MediaKind.Image => MessageType.Image,
        MediaKind.Video => MessageType.Video,
        MediaKind.Audio => MessageType.Audio,
        MediaKind.Document => MessageType.Document,
        MediaKind.Sticker => MessageType.Sticker,
    };
}
