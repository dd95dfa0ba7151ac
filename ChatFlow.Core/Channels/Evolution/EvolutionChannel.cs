using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>WhatsApp through an Evolution API gateway (contracts/evolution.md).</summary>
internal sealed class EvolutionChannel(EvolutionApi api) : IChannel
{
    public ChannelType Type => ChannelType.EvolutionApi;

    public async Task<SendOutcome> SendAsync(ChannelSettings settings, OutboundMessage message, CancellationToken ct)
    {
        var evolution = (EvolutionSettings)settings;
        // The gateway knows no templates: their rendered words go out as a text.
        if (message is { Text.Length: 0, ImageUrl: null, Media: null })
        {
            return new SendOutcome.Refused(message.Template is null
                ? new("empty_message", ChannelErrorClass.Configuration, "The message is empty.")
                : new("template_without_text", ChannelErrorClass.Template, "This channel sends no templates."));
        }

        if (Number(message.To) is not { } number)
            return new SendOutcome.Refused(new("no_address", ChannelErrorClass.Unreachable, "The contact has no address on this channel."));
        var body = new JsonObject { ["number"] = number };
        if (message.ReplyToProviderId is { } quoted)
            body["quoted"] = new JsonObject { ["key"] = new JsonObject { ["id"] = quoted } };
        var reply = message.Media is { } media
            ? await EvolutionFile.SendAsync(api, evolution, body, media, message.Text, ct).ConfigureAwait(false)
            : message.ImageUrl is { } image
            ? await api.SendAsync(evolution, $"/message/sendMedia/{EvolutionApi.Segment(evolution)}", WithImage(body, image, message.Text), ct).ConfigureAwait(false)
            : await api.SendAsync(evolution, $"/message/sendText/{EvolutionApi.Segment(evolution)}", WithText(body, message.Text), ct).ConfigureAwait(false);
        return reply switch
        {
            ProviderReply.Failure failure => failure.Outcome,
            ProviderReply.Answer { IsSuccess: true } answer => Accepted(answer, number),
            ProviderReply.Answer answer => EvolutionErrors.Outcome(answer, evolution.ApiKey),
            _ => throw new InvalidOperationException(),
        };
    }

    public async Task<ConnectionCheck> CheckAsync(ChannelSettings settings, CancellationToken ct)
    {
        var evolution = (EvolutionSettings)settings;
        var reply = await api.GetAsync(evolution, $"/instance/connectionState/{EvolutionApi.Segment(evolution)}", ct).ConfigureAwait(false);
        return reply switch
        {
            ProviderReply.Failure failure => new(ConnectionStatus.Disconnected, null, failure.Error),
            ProviderReply.Answer { IsSuccess: true } answer when State(answer) is { } state => new(state, null, null),
            ProviderReply.Answer answer => new(ConnectionStatus.Disconnected, null, EvolutionErrors.Read(answer, evolution.ApiKey)),
            _ => throw new InvalidOperationException(),
        };
    }

    internal static ConnectionStatus? State(ProviderReply.Answer answer) =>
        (answer.Json.Get("instance").Text("state") ?? answer.Json.Text("state")) switch
        {
            "open" => ConnectionStatus.Connected,
            "connecting" => ConnectionStatus.Connecting,
            "close" or "closed" or "refused" => ConnectionStatus.Disconnected,
            _ => null,
        };

    // A known phone first: sending to a LID failed in every version before 2.4.
    internal static string? Number(ContactAddress to)
    {
        var digits = to.WhatsAppId ?? to.Phone?.TrimStart('+');
        return !string.IsNullOrEmpty(digits) ? digits : to.Lid is { Length: > 0 } lid ? lid + "@lid" : null;
    }

    private static JsonObject WithText(JsonObject body, string text)
    {
        body["text"] = text;
        return body;
    }

    private static JsonObject WithImage(JsonObject body, string url, string caption)
    {
        var (mimetype, fileName) = Name(url);
        body["mediatype"] = "image";
        body["mimetype"] = mimetype;
        body["media"] = url;
        body["fileName"] = fileName;
        body["caption"] = caption;
        return body;
    }

    private static (string Mimetype, string FileName) Name(string url) =>
        Path.GetExtension(Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.AbsolutePath : "").ToLowerInvariant() switch
        {
            ".png" => ("image/png", "image.png"),
            ".webp" => ("image/webp", "image.webp"),
            ".gif" => ("image/gif", "image.gif"),
            _ => ("image/jpeg", "image.jpg"),
        };

    private static SendOutcome Accepted(ProviderReply.Answer answer, string number)
    {
        var key = answer.Json.Get("key");
        if (key.Text("id") is not { } id)
        {
            return new SendOutcome.Unknown(
                new("unreadable_answer", ChannelErrorClass.Retry, "The gateway answered without the message's id."));
        }

        var used = Jid.Parse(key.Text("remoteJid"));
        return new SendOutcome.Accepted(id, used.Kind == JidKind.Phone && used.User != number ? used.User : null);
    }
}
