using System.Text.Json;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>
/// Reads what the WhatsApp Cloud API posts (contracts/meta-cloud.md, sections 4 to 6). One body may speak of several
/// numbers and accounts: every event carries its route, and only a route whose own secret verified the body may be applied.
/// </summary>
public static class MetaWebhook
{
    private const string MessagesField = "messages";

    /// <summary>The neutral events of one body, at least one. Pure, and never throws.</summary>
    public static ParsedWebhook Parse(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        using var document = WebhookJson.Open(body, out var unreadable);
        if (document is null)
            return new([], unreadable);
        if (document.RootElement.Text("object") is not "whatsapp_business_account")
            return new([], "The body is not about a WhatsApp business account.");
        var events = document.RootElement.Get("entry").Items().SelectMany(entry => Entry(entry, receivedAt)).ToArray();
        return new(events.Length > 0 ? events : [new(null, new Ignored("Nothing in it.", receivedAt))]);
    }

    private static IEnumerable<RoutedEvent> Entry(JsonElement entry, DateTimeOffset receivedAt)
    {
        var account = entry.Text("id");
        var at = WebhookJson.Moment(entry.Long("time")) ?? receivedAt;
        foreach (var change in entry.Get("changes").Items())
        {
            var value = change.Get("value");
            // Templates and account matters name no number, only the account.
            var route = value.Get("metadata").Text("phone_number_id") ?? account;
            var field = change.Text("field") ?? "";
            var any = false;
            foreach (var read in Change(field, value, at))
            {
                any = true;
                yield return new(route, read);
            }

            if (!any)
                yield return new(route, new Ignored($"{Short(field)}: nothing in it.", at));
        }
    }

    private static IEnumerable<InboundEvent> Change(string field, JsonElement value, DateTimeOffset at) => field switch
    {
        MessagesField => Messages(value, at),
        "smb_message_echoes" => value.Get("message_echoes").Items().Select(echo => MetaMessage.Echoed(echo, at)),
        "user_preferences" => value.Get("user_preferences").Items().Select(preference => Preference(preference, at)),
        _ => MetaNotices.Read(field, value, at) ?? [new Ignored($"Field {Short(field)}.", at)],
    };

    private static IEnumerable<InboundEvent> Messages(JsonElement value, DateTimeOffset at)
    {
        var contacts = value.Get("contacts").Items().ToArray();
        foreach (var message in value.Get("messages").Items())
            yield return MetaMessage.Received(message, contacts, at);
        foreach (var status in value.Get("statuses").Items())
            yield return MetaStatus.Read(status, at);
        // Beside messages these explain what is missing in them; alone they concern the number.
        if (!value.Get("messages").Exists() && !value.Get("statuses").Exists())
        {
            foreach (var error in value.Get("errors").Items())
                yield return MetaNotices.Error(error, at);
        }
    }

    private static InboundEvent Preference(JsonElement preference, DateTimeOffset at)
    {
        at = WebhookJson.Moment(preference.Long("timestamp")) ?? at;
        var contact = MetaAddress.Of(preference.Text("wa_id"), preference.Text("user_id"));
        var stopped = preference.Text("value")?.ToLowerInvariant() switch
        {
            "stop" => true,
            "resume" => false,
            _ => (bool?)null,
        };
        return contact is null || stopped is null || preference.Text("category") is not (null or "marketing_messages")
            ? new Ignored("An unknown preference.", at)
            : new MarketingPreferenceChanged(contact, stopped.Value, at);
    }

    private static string Short(string name) => name.Length <= 60 ? name : name[..60];
}
