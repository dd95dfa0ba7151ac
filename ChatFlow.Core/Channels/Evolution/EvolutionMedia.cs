using System.Text.Json.Nodes;
using ChatFlow.Core.Security;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>
/// Files that came through Evolution (contracts/evolution.md section 9). WhatsApp's own address holds encrypted bytes, so
/// the gateway is asked for them, as base64 inside JSON; with its object store on it told an address of its own.
/// </summary>
internal sealed class EvolutionMedia(EvolutionApi api, IHttpClientFactory clients) : IMediaSource
{
    // The gateway fetches the file from WhatsApp before it begins to answer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public ChannelType Type => ChannelType.EvolutionApi;

    public async Task<MediaFetch> OpenAsync(ChannelSettings settings, MediaReference reference, CancellationToken ct)
    {
        var evolution = (EvolutionSettings)settings;
        if (await FromAddressAsync(reference.Url, ct).ConfigureAwait(false) is { } found)
            return found;
        if (reference.ProviderMessageId is not { } id)
            return new MediaFetch.Refused(new("no_reference", ChannelErrorClass.Media, "The message has no id."));
        var body = new JsonObject
        {
            ["message"] = new JsonObject { ["key"] = new JsonObject { ["id"] = id } },
            ["convertToMp4"] = false,
        };
        var (opened, otherwise) = await api.OpenAsync(
            evolution, $"/chat/getBase64FromMediaMessage/{EvolutionApi.Segment(evolution)}", body, s_patience, ct).ConfigureAwait(false);
        if (opened is not null)
        {
            var json = await opened.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
            return new MediaFetch.Opened(new Base64InJson(json), Owner: opened);
        }

        return otherwise switch
        {
            ProviderReply.Failure failure => Outcome(failure),
            ProviderReply.Answer answer => Outcome(answer, EvolutionErrors.Read(answer, evolution.ApiKey)),
            _ => throw new InvalidOperationException(),
        };
    }

    // Such an address may be short-lived or lead into the gateway's own network: then the gateway is asked.
    private async Task<MediaFetch?> FromAddressAsync(string? url, CancellationToken ct)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
            return null;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var (opened, _) = await ProviderHttp.OpenAsync(clients.CreateClient(OutboundHttp.Guarded), request, s_patience, ct).ConfigureAwait(false);
        return opened is null ? null : new MediaFetch.Opened(
            await opened.Content.ReadAsStreamAsync(ct).ConfigureAwait(false), opened.Content.Headers.ContentType?.ToString(),
            opened.Content.Headers.ContentLength, Owner: opened);
    }

    private static MediaFetch Outcome(ProviderReply.Failure failure) =>
        failure.Permanent ? new MediaFetch.Refused(failure.Error) : new MediaFetch.Failed(failure.Error);

    // "Message not found" may only mean that the gateway has not written it yet; it is asked again for a while.
    private static MediaFetch Outcome(ProviderReply.Answer answer, ChannelError error) => answer.Status switch
    {
        410 => new MediaFetch.Gone(error),
        _ when error.Message.Contains("not found", StringComparison.OrdinalIgnoreCase) =>
            new MediaFetch.Failed(error with { Code = "not_found", Class = ChannelErrorClass.Media }, answer.RetryAfter),
        _ => new MediaFetch.Failed(error, answer.RetryAfter),
    };
}
