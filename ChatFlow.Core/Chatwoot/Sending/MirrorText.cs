using System.Globalization;
using System.Text.Json;
using ChatFlow.Core.Ai;
using ChatFlow.Core.Channels;

namespace ChatFlow.Core.Chatwoot.Sending;

/// <summary>What stands in Chatwoot for a message: its words, or what kind of thing it was, in the business's language.</summary>
internal static class MirrorText
{
    public static string Of(MirrorMessage message, BotLanguage language)
    {
        if (message.Type is MessageType.Text or MessageType.Interactive && message.Text.Length > 0)
            return message.Text;
        using var document = WebhookJson.Open(System.Text.Encoding.UTF8.GetBytes(message.Details), out _);
        var details = document?.RootElement ?? default;
        var more = message.Type switch
        {
            MessageType.Location => Place(details.Get("location")),
            MessageType.Contact => string.Join(", ", details.Get("contacts").Items().Select(Card)),
            MessageType.Document => details.Get("media").Text("fileName"),
            MessageType.Image => message.ImageUrl,
            MessageType.Template when message.Text.Length == 0 => message.Template,
            MessageType.Text or MessageType.Video or MessageType.Audio or MessageType.Sticker or MessageType.Interactive
                or MessageType.Template or MessageType.System or MessageType.Unsupported => null,
        };
        var label = message.Type == MessageType.Template && message.Text.Length > 0 ? null : $"[{Label(message.Type, language)}]";
        return string.Join(' ', new[] { label, more, message.Text.Length > 0 ? message.Text : null }.Where(p => !string.IsNullOrEmpty(p)));
    }

    /// <summary>Chatwoot cannot change a message, so an edit is a line of its own (contracts/chatwoot.md section 3).</summary>
    public static string Edited(string text, BotLanguage language) => language switch
    {
        BotLanguage.Es => $"(editado) {text}",
        BotLanguage.En => $"(edited) {text}",
        BotLanguage.Pt => $"(editado) {text}",
    };

    private static string Place(JsonElement place)
    {
        var map = place.Real("latitude") is { } latitude && place.Real("longitude") is { } longitude
            ? string.Create(CultureInfo.InvariantCulture, $"https://www.google.com/maps?q={latitude},{longitude}")
            : place.Text("url");
        return string.Join(", ", new[] { place.Text("name"), place.Text("address"), map }.Where(p => p is not null));
    }

    private static string Card(JsonElement card) =>
        string.Join(' ', card.Get("phones").Items().Select(p => p.AsText()).Prepend(card.Text("name")).Where(p => p is not null));

    private static string Label(MessageType type, BotLanguage language) => (type, language) switch
    {
        (MessageType.Image, BotLanguage.Es) => "Imagen",
        (MessageType.Image, BotLanguage.En) => "Image",
        (MessageType.Image, BotLanguage.Pt) => "Imagem",
        (MessageType.Video, _) => "Video",
        (MessageType.Audio, BotLanguage.Es) => "Audio",
        (MessageType.Audio, BotLanguage.En) => "Audio",
        (MessageType.Audio, BotLanguage.Pt) => "Áudio",
        (MessageType.Document, BotLanguage.Es) => "Documento",
        (MessageType.Document, BotLanguage.En) => "Document",
        (MessageType.Document, BotLanguage.Pt) => "Documento",
        (MessageType.Sticker, BotLanguage.Pt) => "Figurinha",
        (MessageType.Sticker, _) => "Sticker",
        (MessageType.Location, BotLanguage.Es) => "Ubicación",
        (MessageType.Location, BotLanguage.En) => "Location",
        (MessageType.Location, BotLanguage.Pt) => "Localização",
        (MessageType.Contact, BotLanguage.Es) => "Contacto",
        (MessageType.Contact, BotLanguage.En) => "Contact",
        (MessageType.Contact, BotLanguage.Pt) => "Contato",
        (MessageType.Template, BotLanguage.Es) => "Plantilla",
        (MessageType.Template, BotLanguage.En) => "Template",
        (MessageType.Template, BotLanguage.Pt) => "Modelo",
        (MessageType.System, BotLanguage.Es) => "Aviso de WhatsApp",
        (MessageType.System, BotLanguage.En) => "WhatsApp notice",
        (MessageType.System, BotLanguage.Pt) => "Aviso do WhatsApp",
        (_, BotLanguage.Es) => "Mensaje sin texto",
        (_, BotLanguage.En) => "Message without text",
        (_, BotLanguage.Pt) => "Mensagem sem texto",
    };
}
