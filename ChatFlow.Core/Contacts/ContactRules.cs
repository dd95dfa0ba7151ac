using System.Net.Mail;
using System.Text.RegularExpressions;
using ChatFlow.Core.Common;
using NodaTime;

namespace ChatFlow.Core.Contacts;

/// <summary>What may be written into a contact, wherever it comes from: the page, the REST interface or a file.</summary>
internal static partial class ContactRules
{
    private const int MostTags = 50;
    private const int LongestTag = 50;

    public static ValidationError? Name(string? name) => TextRules.Check(name, 255, "name");

    public static ValidationError? Email(string? email) =>
        TextRules.Check(email, 255, "email")
        ?? (email is null || (email.Contains('@', StringComparison.Ordinal) && MailAddress.TryCreate(email, out var read) && read.Address == email)
            ? null
            : new EmailInvalid());

    public static ValidationError? TimeZone(string? zone) =>
        zone is null || (zone.Length <= 64 && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null) ? null : new ContactTimeZoneInvalid();

    public static ValidationError? Language(string? language) =>
        language is null || LanguageShape().IsMatch(language) ? null : new ContactLanguageInvalid();

    /// <summary>Trimmed, each once whatever its case, in the order given.</summary>
    public static Result<List<string>> Tags(IEnumerable<string?> tags)
    {
        var clean = new List<string>();
        foreach (var tag in tags)
        {
            if (TextRules.Clean(tag) is not { Length: <= LongestTag } text || !TextRules.IsStorable(text))
                return new TagsInvalid();
            if (!clean.Contains(text, StringComparer.OrdinalIgnoreCase))
                clean.Add(text);
        }

        return clean.Count > MostTags ? new TagsInvalid() : clean;
    }

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,4})?$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageShape();
}
