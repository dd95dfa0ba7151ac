using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ChatFlow.Core.Common;
using ChatFlow.Core.Security;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>
/// Hands Meta a file before the message that names it (contracts/meta-cloud.md section 8). A failed upload is proof that
/// nothing was sent, whatever the failure.
/// </summary>
internal static class MetaUpload
{
    public static async Task<(string? MediaId, SendOutcome? Otherwise)> RunAsync(
        IHttpClientFactory clients, MetaOptions meta, MetaSettings account, OutboundMedia media, TimeSpan limit, CancellationToken ct)
    {
        if (account.PhoneNumberId is not { Length: > 0 } id || id.AsSpan().ContainsAnyExceptInRange('0', '9')
            || string.IsNullOrEmpty(account.AccessToken) || account.AccessToken.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return (null, new SendOutcome.Refused(new("invalid_settings", ChannelErrorClass.Configuration, "The phone number id or the access token cannot be right.")));
        await using var file = await media.OpenAsync(ct).ConfigureAwait(false);
        if (file is null)
            return (null, new SendOutcome.Refused(OutboundMedia.Missing));
        var client = clients.CreateClient(OutboundHttp.Meta);
        client.Timeout = Timeout.InfiniteTimeSpan;
        using var request = MetaMedia.Request(HttpMethod.Post, new Uri(client.BaseAddress!, $"{meta.Version}/{id}/media"), account.AccessToken);
        using var form = Form(file, media);
        request.Content = form;
        var reply = await ProviderHttp.CallAsync(client, request, media.Limit(limit), ct).ConfigureAwait(false);
        return reply switch
        {
            ProviderReply.Answer { IsSuccess: true } answer when answer.Json.Text("id") is { } mediaId => (mediaId, null),
            ProviderReply.Answer { IsSuccess: true } => (null, new SendOutcome.Retryable(
                new("unreadable_answer", ChannelErrorClass.Retry, "Meta answered the upload without an id."))),
            ProviderReply.Failure failure => (null, failure.Permanent ? new SendOutcome.Refused(failure.Error) : new SendOutcome.Retryable(failure.Error)),
            ProviderReply.Answer answer => (null, MetaAnswers.Outcome(answer, account.AccessToken) switch
            {
                SendOutcome.Unknown unknown => new SendOutcome.Retryable(unknown.Error),
                var outcome => outcome,
            }),
            _ => throw new InvalidOperationException(),
        };
    }

    public static string TypeOf(OutboundMedia media) => EnumText<MessageType>.Of(media.Kind);

    /// <summary>What stands under the type in the message's body.</summary>
    public static JsonObject Content(OutboundMedia media, string mediaId, string caption)
    {
        var content = new JsonObject { ["id"] = mediaId };
        if (caption.Length > 0 && media.Kind is MessageType.Image or MessageType.Video or MessageType.Document)
            content["caption"] = caption;
        if (media.Kind == MessageType.Document)
            content["filename"] = media.FileName;
        // Meta shows it as a voice note only for Opus in Ogg.
        if (media is { Kind: MessageType.Audio, Voice: true } && media.Type.StartsWith("audio/ogg", StringComparison.Ordinal))
            content["voice"] = true;
        return content;
    }

    private static MultipartFormDataContent Form(Stream file, OutboundMedia media)
    {
        var bytes = new StreamContent(file, 128 * 1024);
        bytes.Headers.ContentType = MediaTypeHeaderValue.Parse(media.Type);
        return new MultipartFormDataContent
        {
            { new StringContent("whatsapp"), "messaging_product" },
            { new StringContent(media.Type), "type" },
            { bytes, "file", media.FileName },
        };
    }
}
