using System.Globalization;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Inbox;
using ChatFlow.Web.Components.Shared;
using Microsoft.Extensions.Localization;

namespace ChatFlow.Web.Components.Inbox;

/// <summary>How the inbox says things: people, previews, who holds a conversation, why a message failed.</summary>
public static class InboxWords
{
    /// <summary>The name, else the number, else that it is hidden.</summary>
    public static string Person(string? name, string? phone, IStringLocalizer<InboxTexts> texts) =>
        !string.IsNullOrWhiteSpace(name) ? name : phone is not null ? PhoneBook.Format(phone) : texts["HiddenNumber"];

    /// <summary>A preview; a message without words stands there as its type in brackets.</summary>
    public static string PreviewOf(string preview, IStringLocalizer<InboxTexts> texts) =>
        preview.StartsWith('[') && preview.EndsWith(']') && EnumText<MessageType>.TryParse(preview[1..^1], out var type) ? TypeOf(type, texts) : preview;

    public static string TypeOf(MessageType type, IStringLocalizer<InboxTexts> texts) => texts[$"Type{type}"];

    public static string IconOf(MessageType type) => type switch
    {
        MessageType.Image or MessageType.Sticker => LineIcons.Image,
        MessageType.Video or MessageType.Audio => LineIcons.Play,
        MessageType.Document => LineIcons.File,
        MessageType.Location => LineIcons.Globe,
        MessageType.Contact => LineIcons.Contacts,
        MessageType.Template or MessageType.Interactive => LineIcons.Note,
        MessageType.System => LineIcons.Info,
        MessageType.Unsupported => LineIcons.Warning,
        MessageType.Text => LineIcons.Inbox,
    };

    /// <summary>Short, for a line of the list.</summary>
    public static string Holder(ConversationRow row, Guid? me, IStringLocalizer<InboxTexts> texts) => row.Status == ConversationStatus.Resolved ? texts["Resolved"] : row.Holder switch
    {
        ConversationHolder.Bot => texts["Bot"],
        ConversationHolder.Nobody => texts["Nobody"],
        ConversationHolder.Person => row.HolderUserId switch
        {
            null => texts["OnThePhone"],
            var person when person == me => texts["You"],
            _ => row.HolderName ?? texts["Someone"].Value,
        },
    };

    /// <summary>A sentence, for the header: who answers, and when the bot comes back.</summary>
    public static string Holder(ConversationView view, Guid? me, OrganizationClock clock, IStringLocalizer<InboxTexts> texts)
    {
        if (view.Status == ConversationStatus.Resolved)
            return texts["HeldResolved"];
        if (view.Holder == ConversationHolder.Bot || view.BotReturnsAt <= clock.Now)
            return texts["HeldByBot"];
        if (view.Holder == ConversationHolder.Nobody)
            return texts["HeldByNobody"];
        var who = view.HolderUserId is null ? texts["HeldOnPhone"].Value
            : view.HolderUserId == me ? texts["HeldByYou"].Value
            : texts["HeldBy", view.HolderName ?? texts["Someone"].Value].Value;
        return view.BotReturnsAt is { } back ? texts["HeldUntil", who, Moment(clock.Local(back), clock.Now, texts)] : who;
    }

    public static string Failure(MessageProblem problem, IStringLocalizer<InboxTexts> texts)
    {
        var known = texts[$"Failure_{problem.Code}"];
        return known.ResourceNotFound ? ProviderErrorText.Of(problem.Code) ?? problem.Message : known;
    }

    /// <summary>"Hoy", "Ayer", or the date.</summary>
    public static string Day(DateTimeOffset local, DateTimeOffset now, IStringLocalizer<InboxTexts> texts) => (now.Date - local.Date).Days switch
    {
        0 => texts["Today"],
        1 => texts["Yesterday"],
        < 7 and > 1 => Capital(local.ToString("dddd", CultureInfo.CurrentCulture)),
        _ => local.ToString("D", CultureInfo.CurrentCulture),
    };

    public static string Hour(DateTimeOffset local) => local.ToString("t", CultureInfo.CurrentCulture);

    private static string Moment(DateTimeOffset local, DateTimeOffset now, IStringLocalizer<InboxTexts> texts) => (local.Date - now.Date).Days switch
    {
        0 => texts["AtHour", Hour(local)],
        1 => texts["TomorrowAtHour", Hour(local)],
        _ => texts["OnDay", local.ToString("d MMM", CultureInfo.CurrentCulture)],
    };

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpper(word[0], CultureInfo.CurrentCulture) + word[1..];
}
