using System.Text.Json;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>One message object (contracts/evolution.md section 6), of either direction.</summary>
internal static class EvolutionMessage
{
    public static InboundEvent Read(JsonElement data, EvolutionEnvelope envelope)
    {
        var key = data.Get("key");
        if (EvolutionAddress.Read(key, envelope.Own, out var reason) is not { } contact)
            return new Ignored(reason, envelope.At);
        if (key.Text("id") is not { } id)
            return new Ignored("A message without an id.", envelope.At);
        // Never date_time: that is local time dressed as UTC.
        var at = WebhookJson.Moment(data.Long("messageTimestamp")) ?? envelope.At;
        var fromMe = key.Flag("fromMe") == true;
        var (type, inner) = EvolutionBody.Open(data);
        switch (type)
        {
            case "protocolMessage":
                return EvolutionProtocol.Read(inner, at);
            case "reactionMessage":
                return inner.Get("key").Text("id") is { } target
                    ? new ReactionChanged(target, inner.Text("text"), !fromMe, at)
                    : new Ignored("A reaction without a target.", at);
            case { } noise when EvolutionBody.IsNoise(noise):
                return new Ignored($"{noise} holds nothing to show.", at);
        }

        var content = EvolutionContent.Read(type, inner, data);
        var quote = EvolutionBody.Quote(data, inner) ?? content.AnswersTo;
        var details = MessageDetails.Write(content.Details, EvolutionBody.Context(data, inner));
        return fromMe
            ? new MessageEchoed(id, contact, content.Type, content.Text, at, quote, details, envelope.Event == "send.message")
            : new MessageReceived(id, contact, Name(data, contact), content.Type, content.Text, at, quote, details);
    }

    // Some versions write the number where a name is missing.
    private static string? Name(JsonElement data, ContactAddress contact) =>
        data.Text("pushName")?.Trim() is { Length: > 0 } name && name.TrimStart('+') != contact.WhatsAppId ? name : null;
}
