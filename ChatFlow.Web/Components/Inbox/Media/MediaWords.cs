using System.Globalization;
using ChatFlow.Core.Inbox.Media;
using Microsoft.Extensions.Localization;

namespace ChatFlow.Web.Components.Inbox.Media;

/// <summary>How files are spoken of: their size, their length, and why one is not there.</summary>
internal static class MediaWords
{
    public static string Problem(MessageMedia file, IStringLocalizer<MediaTexts> texts)
    {
        var family = file.State == MediaState.Gone ? "Gone" : "Refused";
        var known = texts[$"{family}_{file.Problem}"];
        return known.ResourceNotFound ? texts[family] : known;
    }

    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{bytes / 1024.0:0} KB",
        _ => string.Create(CultureInfo.CurrentCulture, $"{bytes / 1024.0 / 1024:0.#} MB"),
    };

    public static string Duration(int seconds) =>
        TimeSpan.FromSeconds(seconds).ToString(seconds >= 3600 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);

    /// <summary>The extension in capitals, as a hint of what it is: PDF, XLSX.</summary>
    public static string Kind(MessageMedia file) =>
        Path.GetExtension(file.FileName).TrimStart('.').ToUpperInvariant() is { Length: > 0 and <= 5 } extension ? extension : "";
}
