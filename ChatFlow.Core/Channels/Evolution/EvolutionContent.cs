using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels.Evolution;

/// <param name="AnswersTo">The message that a poll vote belongs to, which is no quote in the gateway's words.</param>
internal sealed record EvolutionContent(MessageType Type, string Text, JsonObject? Details = null, string? AnswersTo = null)
{
    /// <summary>The words and the particulars of one content type; an unknown one is unsupported, under its own name.</summary>
    /// <param name="data">The message object around it, for what the gateway puts beside the content.</param>
    public static EvolutionContent Read(string? type, JsonElement inner, JsonElement data) => type switch
    {
        "conversation" => new(MessageType.Text, inner.AsText() ?? ""),
        "extendedTextMessage" => new(MessageType.Text, inner.Text("text") ?? ""),
        "imageMessage" => Media(MessageType.Image, inner, data),
        "videoMessage" or "ptvMessage" => Media(MessageType.Video, inner, data),
        "audioMessage" => Media(MessageType.Audio, inner, data),
        "documentMessage" => Media(MessageType.Document, inner, data),
        "stickerMessage" => Media(MessageType.Sticker, inner, data),
        "locationMessage" or "liveLocationMessage" => Location(inner),
        "contactMessage" => Contacts([inner], inner.Text("displayName")),
        "contactsArrayMessage" => Contacts(inner.Get("contacts").Items(), inner.Text("displayName")),
        "buttonsResponseMessage" => Button(inner.Text("selectedDisplayText"), inner.Text("selectedButtonId")),
        "templateButtonReplyMessage" => Button(inner.Text("selectedDisplayText"), inner.Text("selectedId")),
        "listResponseMessage" => Button(inner.Text("title"), inner.Get("singleSelectReply").Text("selectedRowId"), inner.Text("description")),
        "interactiveResponseMessage" => Flow(inner),
        "pollUpdateMessage" => Vote(inner, data),
        "pollCreationMessage" or "pollCreationMessageV2" or "pollCreationMessageV3" => Poll(inner),
        "buttonsMessage" => new(MessageType.Interactive, inner.Text("contentText") ?? ""),
        "listMessage" => new(MessageType.Interactive, inner.Text("description") ?? inner.Text("title") ?? ""),
        "interactiveMessage" => new(MessageType.Interactive, inner.Get("body").Text("text") ?? ""),
        "templateMessage" => new(MessageType.Interactive, inner.Get("hydratedTemplate").Text("hydratedContentText") ?? ""),
        _ => new(MessageType.Unsupported, "", MessageDetails.Of(
            ("unsupported", Short(type) ?? (data.Get("key").Flag("isViewOnce") == true ? "viewOnceMessage" : "empty")))),
    };

    // View-once media keeps its own type: the bytes are gone, the caption is not.
    private static EvolutionContent Media(MessageType type, JsonElement inner, JsonElement data) => new(
        type,
        inner.Text("caption") ?? "",
        MessageDetails.Of(("media", MessageDetails.Of(
            ("mimetype", inner.Text("mimetype")),
            ("fileName", inner.Text("fileName") ?? inner.Text("title")),
            ("seconds", inner.Long("seconds")),
            ("voice", inner.Flag("ptt")),
            ("size", inner.Long("fileLength")),
            ("width", inner.Long("width")),
            ("height", inner.Long("height")),
            ("url", data.Get("message").Text("mediaUrl")),
            ("blob", WebhookRedaction.BlobIn(data.Get("message").Text("base64"))),
            ("animated", inner.Flag("isAnimated") ?? inner.Flag("gifPlayback"))))));

    private static EvolutionContent Location(JsonElement inner)
    {
        var name = inner.Text("name");
        var address = inner.Text("address");
        return new(
            MessageType.Location,
            string.Join(", ", new[] { name, address }.OfType<string>()) is { Length: > 0 } words ? words : inner.Text("caption") ?? "",
            MessageDetails.Of(("location", MessageDetails.Of(
                ("latitude", inner.Real("degreesLatitude")),
                ("longitude", inner.Real("degreesLongitude")),
                ("name", name),
                ("address", address),
                ("url", inner.Text("url"))))));
    }

    private static EvolutionContent Contacts(IEnumerable<JsonElement> cards, string? title) => new(
        MessageType.Contact,
        title ?? "",
        MessageDetails.Of(("contacts", MessageDetails.List(cards.Select(card => MessageDetails.Of(
            ("name", card.Text("displayName")),
            ("phones", MessageDetails.Words(VCard.Phones(card.Text("vcard"))))))))));

    private static EvolutionContent Button(string? text, string? id, string? description = null) => new(
        MessageType.Interactive,
        text ?? "",
        MessageDetails.Of(("button", MessageDetails.Of(("id", id), ("title", text), ("description", description)))));

    private static EvolutionContent Flow(JsonElement inner)
    {
        var reply = inner.Get("nativeFlowResponseMessage");
        return new(
            MessageType.Interactive,
            inner.Get("body").Text("text") ?? "",
            MessageDetails.Of(("flow", MessageDetails.Of(("name", reply.Text("name")), ("response", reply.Text("paramsJson"))))));
    }

    private static EvolutionContent Vote(JsonElement inner, JsonElement data)
    {
        var chosen = data.Get("pollUpdates").Items()
            .Where(option => option.Get("voters").Items().Any())
            .Select(option => option.Text("name"))
            .OfType<string>()
            .ToArray();
        return new(
            MessageType.Interactive,
            string.Join(", ", chosen),
            MessageDetails.Of(("poll", MessageDetails.Of(("options", MessageDetails.Words(chosen))))),
            inner.Get("pollCreationMessageKey").Text("id"));
    }

    private static EvolutionContent Poll(JsonElement inner) => new(
        MessageType.Interactive,
        inner.Text("name") ?? "",
        MessageDetails.Of(("poll", MessageDetails.Of(
            ("name", inner.Text("name")),
            ("options", MessageDetails.Words(inner.Get("options").Items().Select(o => o.Text("optionName")).OfType<string>()))))));

    private static string? Short(string? name) => name is { Length: > 60 } ? name[..60] : name;
}
