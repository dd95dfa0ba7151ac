using System.Text.Json;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>WhatsApp's protocolMessage, wherever it comes: an edit, a deletion, or settings and sync noise.</summary>
internal static class EvolutionProtocol
{
    /// <param name="at">The time of the event unless the message tells its own.</param>
    public static InboundEvent Read(JsonElement protocol, DateTimeOffset at)
    {
        // messages.edited may hand over the whole message around it.
        if (!protocol.Get("type").Exists() && !protocol.Get("editedMessage").Get("conversation").Exists()
            && EvolutionBody.Open(protocol) is ("protocolMessage", var inner))
            protocol = inner;
        var chat = Jid.Parse(protocol.Get("key").Text("remoteJid"));
        if (chat.Kind is JidKind.Group or JidKind.Story or JidKind.Newsletter or JidKind.Broadcast)
            return new Ignored(EvolutionAddress.NotOneToOne(chat), at);
        at = WebhookJson.Moment(protocol.Long("timestampMs")) ?? at;
        // Only key.id names the original; the rest of this key is unreliable.
        if (protocol.Get("key").Text("id") is not { } id)
            return new Ignored("A protocol message without a target.", at);
        return protocol.Text("type")?.ToUpperInvariant() switch
        {
            "14" or "MESSAGE_EDIT" => Edit(id, protocol.Get("editedMessage"), at),
            null when protocol.Get("editedMessage").Exists() => Edit(id, protocol.Get("editedMessage"), at),
            "0" or "REVOKE" => new MessageDeleted(id, at),
            var other => new Ignored($"Protocol message {other ?? "without a type"}.", at),
        };
    }

    public static InboundEvent Edit(string id, JsonElement message, DateTimeOffset at)
    {
        var (type, inner) = EvolutionBody.Unwrap(message);
        if (type == "protocolMessage")
            (type, inner) = EvolutionBody.Unwrap(inner.Get("editedMessage"));
        var content = EvolutionContent.Read(type, inner, default);
        return content.Type == MessageType.Unsupported
            ? new Ignored("An edit that cannot be read.", at)
            : new MessageEdited(id, content.Text, at);
    }
}
