using System.Text.Json;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>
/// Reads what Evolution API posts (contracts/evolution.md, sections 5 to 7). The webhook's key decides whose it is;
/// <c>instance</c>, <c>apikey</c> and <c>sender</c> in the body are believed for nothing.
/// </summary>
public static class EvolutionWebhook
{
    /// <summary>The neutral events of one body, at least one. Pure, and never throws.</summary>
    public static ParsedWebhook Parse(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        using var document = WebhookJson.Open(body, out var unreadable);
        if (document is null)
            return new([], unreadable);
        if (EvolutionEnvelope.Read(document.RootElement, receivedAt) is not { } envelope)
            return new([], "The body names no event.");
        var events = Read(envelope).Select(e => new RoutedEvent(null, e)).ToArray();
        return new(events.Length > 0 ? events : [new(null, new Ignored($"{envelope.Event}: nothing in it.", envelope.At))]);
    }

    private static IEnumerable<InboundEvent> Read(EvolutionEnvelope envelope) => envelope.Event switch
    {
        "messages.upsert" or "send.message" =>
            // Some transports hand the library's own list through.
            (envelope.Data.Get("messages").ValueKind == JsonValueKind.Array ? envelope.Data.Get("messages") : envelope.Data).Items()
                .Select(item => EvolutionMessage.Read(item, envelope)),
        "messages.update" => envelope.Data.Items().SelectMany(item => EvolutionUpdate.Read(item, envelope)),
        "messages.edited" or "send.message.update" => envelope.Data.Items().Select(item => EvolutionProtocol.Read(item, envelope.At)),
        "messages.delete" => envelope.Data.Items().Select(item => Deleted(item, envelope)),
        "contacts.upsert" or "contacts.update" or "contacts.set" => envelope.Data.Items().Select(item => Named(item, envelope)),
        "connection.update" => [EvolutionConnection.Updated(envelope)],
        "status.instance" => [EvolutionConnection.Instance(envelope)],
        "qrcode.updated" => [EvolutionConnection.QrCode(envelope)],
        "logout.instance" => [new ConnectionChanged(ConnectionStatus.Disconnected, ConnectionReasons.LoggedOut, null, envelope.At)],
        "remove.instance" or "instance.delete" =>
            [new ConnectionChanged(ConnectionStatus.Disconnected, ConnectionReasons.InstanceRemoved, null, envelope.At)],
        "call" => envelope.Data.Items().Select(item => EvolutionCall.Read(item, envelope)),
        _ => [new Ignored($"Event {Short(envelope.Event)}.", envelope.At)],
    };

    private static InboundEvent Deleted(JsonElement item, EvolutionEnvelope envelope)
    {
        var key = item.Get("key");
        // Deleted through the interface, data.id is the gateway's own row and only key.id is WhatsApp's.
        var id = key.Text("id") ?? item.Text("id");
        var chat = Jid.Parse(key.Text("remoteJid") ?? item.Text("remoteJid"));
        if (chat.Kind is JidKind.Group or JidKind.Story or JidKind.Newsletter or JidKind.Broadcast)
            return new Ignored(EvolutionAddress.NotOneToOne(chat), envelope.At);
        return id is null ? new Ignored("A deletion without an id.", envelope.At) : new MessageDeleted(id, envelope.At);
    }

    private static InboundEvent Named(JsonElement item, EvolutionEnvelope envelope)
    {
        var contact = Jid.Parse(item.Text("remoteJid"));
        if (contact.Kind == JidKind.None)
            contact = Jid.Parse(item.Text("id"));
        if (contact.Kind != JidKind.Phone)
            return new Ignored("A name without a phone.", envelope.At);
        var name = item.Text("pushName") ?? item.Text("name") ?? item.Text("notify") ?? item.Text("verifiedName");
        return string.IsNullOrWhiteSpace(name)
            ? new Ignored("A contact without a name.", envelope.At)
            : new ContactNamed(EvolutionAddress.Of(contact), name.Trim(), envelope.At);
    }

    private static string Short(string name) => name.Length <= 60 ? name : name[..60];
}
