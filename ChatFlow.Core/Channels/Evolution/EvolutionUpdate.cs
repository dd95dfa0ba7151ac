using System.Text.Json;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>messages.update: the ticks of what we sent, and the new words of an edited message.</summary>
internal static class EvolutionUpdate
{
    public static IEnumerable<InboundEvent> Read(JsonElement item, EvolutionEnvelope envelope)
    {
        var at = envelope.At;
        var key = item.Get("key");
        var chat = Jid.Parse(item.Text("remoteJid") ?? key.Text("remoteJid"));
        if (chat.Kind is JidKind.Group or JidKind.Story or JidKind.Newsletter or JidKind.Broadcast)
        {
            yield return new Ignored(EvolutionAddress.NotOneToOne(chat), at);
            yield break;
        }

        // keyId is WhatsApp's id; messageId is the gateway's own row.
        if ((item.Text("keyId") ?? key.Text("id")) is not { } id)
        {
            yield return new Ignored("An update without an id.", at);
            yield break;
        }

        var edited = item.Get("message").Get("editedMessage");
        if (edited.Exists())
            yield return EvolutionProtocol.Edit(id, edited.Get("message"), at);
        yield return Status(id, item, item.Flag("fromMe") ?? key.Flag("fromMe") ?? false, at);
    }

    private static InboundEvent Status(string id, JsonElement item, bool fromMe, DateTimeOffset at)
    {
        if (!fromMe)
            return new Ignored("A status of an incoming message: we read it.", at);
        var written = item.Text("status") ?? item.Get("update").Text("status");
        return written?.ToUpperInvariant() switch
        {
            "PENDING" or "1" => new StatusChanged(id, MessageStatus.Pending, at),
            "SERVER_ACK" or "2" => new StatusChanged(id, MessageStatus.Sent, at),
            "DELIVERY_ACK" or "3" => new StatusChanged(id, MessageStatus.Delivered, at),
            "READ" or "4" or "PLAYED" or "5" => new StatusChanged(id, MessageStatus.Read, at),
            "ERROR" or "0" => new StatusChanged(id, MessageStatus.Failed, at,
                new ChannelError("ERROR", ChannelErrorClass.Other, "WhatsApp could not send the message.")),
            null => new Ignored("An update without a status.", at),
            // 2.3.5 and 2.3.6 say so of an edit; a true deletion is an event of its own.
            "DELETED" => new Ignored("DELETED in a status is no deletion.", at),
            _ => new Ignored("An unknown status.", at),
        };
    }
}
