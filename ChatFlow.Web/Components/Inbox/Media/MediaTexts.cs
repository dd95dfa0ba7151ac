namespace ChatFlow.Web.Components.Inbox.Media;

/// <summary>Texts about voice, pictures and files (MediaTexts.resx).</summary>
public sealed class MediaTexts;
