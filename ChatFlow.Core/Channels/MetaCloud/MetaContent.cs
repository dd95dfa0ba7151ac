using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels.MetaCloud;

internal sealed record MetaContent(MessageType Type, string Text, JsonObject? Details = null)
{
    /// <summary>The words and the particulars of one message; an unknown type is unsupported, under its own name.</summary>
    public static MetaContent Read(JsonElement message)
    {
        var type = message.Text("type");
        var inner = type is null ? default : message.Get(type);
        return type switch
        {
            "text" => new(MessageType.Text, inner.Text("body") ?? ""),
            "image" => Media(MessageType.Image, inner),
            "video" => Media(MessageType.Video, inner),
            "audio" or "voice" => Media(MessageType.Audio, inner),
            "document" => Media(MessageType.Document, inner),
            "sticker" => Media(MessageType.Sticker, inner),
            "location" => Location(inner),
            "contacts" => Contacts(inner),
            "button" => Button(inner.Text("text"), inner.Text("payload")),
            "interactive" when inner.Exists() => Interactive(inner),
            "order" => Order(inner),
            "system" => new(MessageType.System, inner.Text("body") ?? "", MessageDetails.Of(("system", inner.Text("type")))),
            _ => Unsupported(message, type),
        };
    }

    private static MetaContent Media(MessageType type, JsonElement inner) => new(
        type,
        inner.Text("caption") ?? "",
        // No url: it needs our token and lives five minutes; the id stays good for days.
        MessageDetails.Of(("media", MessageDetails.Of(
            ("id", inner.Text("id")),
            ("mimetype", inner.Text("mime_type")),
            ("fileName", inner.Text("filename")),
            ("voice", inner.Flag("voice")),
            ("animated", inner.Flag("animated")),
            ("sha256", inner.Text("sha256"))))));

    private static MetaContent Location(JsonElement inner)
    {
        var name = inner.Text("name");
        var address = inner.Text("address");
        return new(
            MessageType.Location,
            string.Join(", ", new[] { name, address }.OfType<string>()),
            MessageDetails.Of(("location", MessageDetails.Of(
                ("latitude", inner.Real("latitude")),
                ("longitude", inner.Real("longitude")),
                ("name", name),
                ("address", address),
                ("url", inner.Text("url"))))));
    }

    private static MetaContent Contacts(JsonElement cards) => new(
        MessageType.Contact,
        string.Join(", ", cards.Items().Select(CardName).OfType<string>()),
        MessageDetails.Of(("contacts", MessageDetails.List(cards.Items().Select(card => MessageDetails.Of(
            ("name", CardName(card)),
            ("phones", MessageDetails.Words(card.Get("phones").Items()
                .Select(phone => phone.Text("wa_id") is { } id ? "+" + id : phone.Text("phone"))
                .OfType<string>()))))))));

    private static string? CardName(JsonElement card) => card.Get("name").Text("formatted_name") ?? card.Get("name").Text("first_name");

    private static MetaContent Button(string? text, string? id, string? description = null) => new(
        MessageType.Interactive,
        text ?? "",
        MessageDetails.Of(("button", MessageDetails.Of(("id", id), ("title", text), ("description", description)))));

    private static MetaContent Interactive(JsonElement inner)
    {
        var kind = inner.Text("type");
        var reply = kind is null ? default : inner.Get(kind);
        return kind switch
        {
            "button_reply" or "list_reply" => Button(reply.Text("title"), reply.Text("id"), reply.Text("description")),
            "nfm_reply" => new(
                MessageType.Interactive,
                reply.Text("body") ?? "",
                MessageDetails.Of(("flow", MessageDetails.Of(("name", reply.Text("name")), ("response", reply.Text("response_json")))))),
            _ => new(MessageType.Interactive, inner.Get("body").Text("text") ?? "", MessageDetails.Of(("unsupported", Short(kind)))),
        };
    }

    private static MetaContent Order(JsonElement inner) => new(
        MessageType.Interactive,
        inner.Text("text") ?? "",
        MessageDetails.Of(("order", MessageDetails.Of(
            ("catalogId", inner.Text("catalog_id")),
            ("items", MessageDetails.List(inner.Get("product_items").Items().Select(item => MessageDetails.Of(
                ("productId", item.Text("product_retailer_id")),
                ("quantity", item.Long("quantity")),
                ("price", item.Real("item_price")),
                ("currency", item.Text("currency"))))))))));

    private static MetaContent Unsupported(JsonElement message, string? type)
    {
        // The error inside belongs to the incoming message; it never fails one of ours.
        var error = message.Get("errors").Items().FirstOrDefault();
        return new(MessageType.Unsupported, "", MessageDetails.Of(
            ("unsupported", Short(message.Get("unsupported").Text("type") ?? type) ?? "empty"),
            ("errorCode", error.Long("code"))));
    }

    private static string? Short(string? name) => name is { Length: > 60 } ? name[..60] : name;
}
