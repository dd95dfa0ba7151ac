namespace ChatFlow.Core.Inbox.Media;

public sealed class MediaOptions
{
    public const string Section = "Media";

    /// <summary>Days until a file is deleted; its message stays and says so. 0 keeps it as long as its contact.</summary>
    public int RetentionDays { get; set; } = 730;
}
