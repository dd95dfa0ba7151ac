using System.Globalization;
using System.Text.Json;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Inbox;

namespace ChatFlow.Web.Components.Inbox;

/// <summary>What stands behind the word of a message that is no text: a file's name, a place, a person's number.</summary>
internal static class MessageFacts
{
    public static IEnumerable<string> Of(MessageView message)
    {
        if (message.TemplateName is { } template)
            yield return template;
        if (message.Details is not { ValueKind: JsonValueKind.Object } details)
            yield break;
        if (Child(details, "media") is { } media)
        {
            if (Text(media, "fileName") is { } file)
                yield return file;
            if (Number(media, "seconds") is { } seconds)
                yield return TimeSpan.FromSeconds(seconds).ToString(seconds >= 3600 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
            if (Number(media, "size") is { } bytes)
                yield return Size(bytes);
        }

        if (Child(details, "location") is { } place)
        {
            if ((Text(place, "name") ?? Text(place, "address")) is { } words)
                yield return words;
            else if (Number(place, "latitude") is { } latitude && Number(place, "longitude") is { } longitude)
                yield return string.Create(CultureInfo.InvariantCulture, $"{latitude:0.#####}, {longitude:0.#####}");
        }

        if (details.TryGetProperty("contacts", out var people) && people.ValueKind == JsonValueKind.Array)
        {
            foreach (var person in people.EnumerateArray().Take(5).Where(p => p.ValueKind == JsonValueKind.Object))
                yield return string.Join(' ', new[] { Text(person, "name"), FirstPhone(person) }.Where(part => part is not null));
        }

        if (Child(details, "button") is { } button && Text(button, "title") is { } title && title != message.Text)
            yield return title;
        if (Child(details, "poll") is { } poll && Text(poll, "name") is { } question && question != message.Text)
            yield return question;
        if (Text(details, "unsupported") is { } kind)
            yield return kind;
    }

    private static JsonElement? Child(JsonElement element, string name) =>
        element.TryGetProperty(name, out var child) && child.ValueKind == JsonValueKind.Object ? child : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            && number is >= -1e15 and <= 1e15 ? number : null;

    private static string? FirstPhone(JsonElement person) =>
        person.TryGetProperty("phones", out var phones) && phones.ValueKind == JsonValueKind.Array
            ? phones.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.String).Select(p => PhoneBook.Format(p.GetString()!)).FirstOrDefault()
            : null;

    private static string Size(double bytes) => bytes switch
    {
        < 1024 => $"{bytes:0} B",
        < 1024 * 1024 => $"{bytes / 1024:0} KB",
        _ => $"{bytes / 1024 / 1024:0.#} MB",
    };
}
