using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Channels.Simulator;

/// <summary>
/// Our own small format, so that the simulator takes the same road as a provider:
/// <c>{"events": [{"kind": "message", "id", "phone", "name", "text", "at"}, {"kind": "status", "id", "status", "at"}]}</c>.
/// </summary>
public static class SimulatorWebhook
{
    public static byte[] Write(params ReadOnlySpan<SimulatorEvent> events)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (var e in events)
                Write(json, e);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The neutral events of one body, at least one. Pure, and never throws.</summary>
    public static ParsedWebhook Parse(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        using var document = WebhookJson.Open(body, out var unreadable);
        if (document is null)
            return new([], unreadable);
        var events = document.RootElement.Get("events").Items().Select(e => new RoutedEvent(null, Read(e, receivedAt))).ToArray();
        return new(events.Length > 0 ? events : [new(null, new Ignored("Nothing in it.", receivedAt))]);
    }

    private static void Write(Utf8JsonWriter json, SimulatorEvent e)
    {
        json.WriteStartObject();
        switch (e)
        {
            case SimulatorMessage message:
                json.WriteString("kind", "message");
                json.WriteString("phone", message.Phone);
                json.WriteString("name", message.Name);
                json.WriteString("text", message.Text);
                if (message.File is { } file)
                    Write(json, file);
                break;
            case SimulatorStatus status:
                json.WriteString("kind", "status");
                json.WriteString("status", EnumText<MessageStatus>.Of(status.Status));
                break;
        }

        json.WriteString("id", e.Id);
        json.WriteString("at", e.At);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SimulatorFile file)
    {
        json.WriteStartObject("file");
        json.WriteString("blob", file.Blob);
        json.WriteString("kind", EnumText<MessageType>.Of(file.Kind));
        json.WriteString("type", file.Type);
        json.WriteString("name", file.FileName);
        json.WriteNumber("size", file.Size);
        json.WriteBoolean("voice", file.Voice);
        json.WriteEndObject();
    }

    private static InboundEvent Read(JsonElement item, DateTimeOffset receivedAt)
    {
        var at = DateTimeOffset.TryParse(item.Text("at"), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var told) ? told : receivedAt;
        if (item.Text("id") is not { } id)
            return new Ignored("An event without an id.", at);
        return item.Text("kind") switch
        {
            "message" => Message(item, id, at),
            "status" => item.Text("status") switch
            {
                "delivered" => new StatusChanged(id, MessageStatus.Delivered, at, null, Ours(id)),
                "read" => new StatusChanged(id, MessageStatus.Read, at, null, Ours(id)),
                "failed" => new StatusChanged(id, MessageStatus.Failed, at,
                    new ChannelError("simulated", ChannelErrorClass.Other, "The simulated phone refused the message."), Ours(id)),
                _ => new Ignored("An unknown status.", at),
            },
            _ => new Ignored("An unknown kind.", at),
        };
    }

    // The ids are made from ours, so a tick names its message even if the answer of the send was lost.
    private static string? Ours(string id) => id.StartsWith("sim-", StringComparison.Ordinal) && Guid.TryParseExact(id.AsSpan("sim-".Length), "N", out var ours)
        ? ours.ToString()
        : null;

    private static InboundEvent Message(JsonElement item, string id, DateTimeOffset at)
    {
        var digits = item.Text("phone")?.TrimStart('+') ?? "";
        if (digits.Length is < 5 or > 15 || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return new Ignored("A message without a phone.", at);
        var file = item.Get("file");
        var type = EnumText<MessageType>.TryParse(file.Text("kind"), out var kind) ? kind : MessageType.Text;
        return new MessageReceived(
            id, new ContactAddress("+" + digits, digits), item.Text("name"), type, item.Text("text") ?? "", at, Details: Details(file));
    }

    private static string? Details(JsonElement file) => MessageDetails.Write(MessageDetails.Of(("media", MessageDetails.Of(
        ("id", file.Text("blob")),
        ("mimetype", file.Text("type")),
        ("fileName", file.Text("name")),
        ("size", file.Long("size")),
        ("voice", file.Flag("voice"))))));
}
