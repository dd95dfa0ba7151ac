using System.Text.Json.Nodes;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>A send that carries a file (contracts/evolution.md section 8): bare base64 inside the JSON, written as it is read.</summary>
internal static class EvolutionFile
{
    private const int AnswerWithoutFile = 1024 * 1024;

    public static async Task<ProviderReply> SendAsync(
        EvolutionApi api, EvolutionSettings settings, JsonObject body, OutboundMedia media, string caption, CancellationToken ct)
    {
        await using var file = await media.OpenAsync(ct).ConfigureAwait(false);
        if (file is null)
            return new ProviderReply.Failure(OutboundMedia.Missing.Code, OutboundMedia.Missing.Message, NotSent: true, Permanent: true);
        var instance = EvolutionApi.Segment(settings);
        var voice = media is { Kind: MessageType.Audio, Voice: true };
        if (!voice)
        {
            body["mediatype"] = EnumText<MessageType>.Of(media.Kind == MessageType.Sticker ? MessageType.Image : media.Kind);
            body["mimetype"] = media.Type;
            body["fileName"] = media.FileName;
            if (media.Kind != MessageType.Audio)
                body["caption"] = caption;
        }

        // The gateway may send back what it was given.
        var largestAnswer = AnswerWithoutFile + (int)Math.Min(media.Length / 3 * 4 + 8, 140 * 1024 * 1024);
        using var content = new JsonWithFile(body, voice ? "audio" : "media", file, media.Length);
        return await api.SendAsync(
            settings, voice ? $"/message/sendWhatsAppAudio/{instance}" : $"/message/sendMedia/{instance}", content,
            media.Limit(TimeSpan.FromSeconds(20)), largestAnswer, ct).ConfigureAwait(false);
    }
}
