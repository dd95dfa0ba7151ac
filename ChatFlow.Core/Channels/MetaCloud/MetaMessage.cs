using System.Text.Json;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>One entry of <c>messages[]</c> or <c>message_echoes[]</c>.</summary>
internal static class MetaMessage
{
    public static InboundEvent Received(JsonElement message, IReadOnlyList<JsonElement> contacts, DateTimeOffset at)
    {
        at = WebhookJson.Moment(message.Long("timestamp")) ?? at;
        if (Change(message, fromContact: true, at) is { } change)
            return change;
        var from = message.Text("from");
        var bsuid = message.Text("from_user_id");
        var entry = MetaAddress.Entry(contacts, from, bsuid);
        if (MetaAddress.Of(from ?? entry.Text("wa_id"), bsuid ?? entry.Text("user_id")) is not { } sender)
            return new Ignored("A message without a sender.", at);
        if (message.Get("system").Text("type") is "user_changed_number" or "user_changed_user_id")
            return Moved(message, sender, at);
        if (message.Text("id") is not { } id)
            return new Ignored("A message without an id.", at);
        var content = MetaContent.Read(message);
        var name = entry.Get("profile").Text("name")?.Trim();
        return new MessageReceived(
            id, sender, string.IsNullOrEmpty(name) ? null : name, content.Type, content.Text, at, Quote(message), Details(content, message),
            Username(entry.Get("profile").Text("username")));
    }

    private static string? Username(string? username) =>
        username?.Trim().TrimStart('@') is { Length: > 0 and <= 100 } name ? name : null;

    /// <summary>Typed in the WhatsApp Business app beside us: outgoing, <c>to</c> is the contact.</summary>
    public static InboundEvent Echoed(JsonElement message, DateTimeOffset at)
    {
        at = WebhookJson.Moment(message.Long("timestamp")) ?? at;
        if (Change(message, fromContact: false, at) is { } change)
            return change;
        if (MetaAddress.Of(message.Text("to"), message.Text("to_user_id")) is not { } recipient)
            return new Ignored("An echo without a recipient.", at);
        if (message.Text("id") is not { } id)
            return new Ignored("A message without an id.", at);
        var content = MetaContent.Read(message);
        return new MessageEchoed(id, recipient, content.Type, content.Text, at, Quote(message), Details(content, message));
    }

    /// <summary>What changes another message, or belongs to no conversation of ours.</summary>
    private static InboundEvent? Change(JsonElement message, bool fromContact, DateTimeOffset at)
    {
        if (message.Text("group_id") is not null)
            return new Ignored("A group.", at);
        switch (message.Text("type"))
        {
            case "reaction":
                return message.Get("reaction").Text("message_id") is { } target
                    ? new ReactionChanged(target, message.Get("reaction").Text("emoji"), fromContact, at)
                    : new Ignored("A reaction without a target.", at);
            case "revoke":
                return message.Get("revoke").Text("original_message_id") is { } revoked
                    ? new MessageDeleted(revoked, at)
                    : new Ignored("A deletion without an id.", at);
            case "edit":
                var content = MetaContent.Read(message.Get("edit").Get("message"));
                return message.Get("edit").Text("original_message_id") is { } edited && content.Type != MessageType.Unsupported
                    ? new MessageEdited(edited, content.Text, at)
                    : new Ignored("An edit that cannot be read.", at);
            default:
                return null;
        }
    }

    private static InboundEvent Moved(JsonElement message, ContactAddress from, DateTimeOffset at)
    {
        var system = message.Get("system");
        var to = MetaAddress.Of(system.Text("wa_id") ?? system.Text("new_wa_id"), system.Text("user_id"));
        return to is null ? new Ignored("A changed number without the new one.", at) : new IdentityMoved(from, to, at);
    }

    // A context without an id only says "forwarded"; one with a product names the shop's own greeting.
    private static string? Quote(JsonElement message) =>
        message.Get("context").Get("referred_product").Exists() ? null : message.Get("context").Text("id");

    private static string? Details(MetaContent content, JsonElement message)
    {
        var context = message.Get("context");
        var product = context.Get("referred_product");
        var ad = message.Get("referral");
        return MessageDetails.Write(content.Details, MessageDetails.Of(
            ("forwarded", context.Flag("forwarded") == true || context.Flag("frequently_forwarded") == true ? true : null),
            ("product", MessageDetails.Of(("catalogId", product.Text("catalog_id")), ("productId", product.Text("product_retailer_id")))),
            ("referral", MessageDetails.Of(
                ("sourceId", ad.Text("source_id")),
                ("sourceUrl", ad.Text("source_url")),
                ("sourceType", ad.Text("source_type")),
                ("headline", ad.Text("headline")),
                ("body", ad.Text("body")),
                ("clickId", ad.Text("ctwa_clid"))))));
    }
}
