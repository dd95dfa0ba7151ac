using System.Net.Http.Headers;
using System.Text.Json;
using ChatFlow.Core.Security;
using Microsoft.Extensions.Options;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>
/// Files at Meta (contracts/meta-cloud.md section 8): the id leads to an address that lives five minutes and wants our
/// token. The token goes to Meta's own hosts only, whatever address the answer tells.
/// </summary>
internal sealed class MetaMedia(IHttpClientFactory clients, IOptions<ChannelOptions> options, IOptions<MetaOptions> meta) : IMediaSource
{
    private static readonly string[] s_hosts = ["lookaside.fbsbx.com", "graph.facebook.com"];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public ChannelType Type => ChannelType.MetaApi;

    public async Task<MediaFetch> OpenAsync(ChannelSettings settings, MediaReference reference, CancellationToken ct)
    {
        var account = (MetaSettings)settings;
        if (reference.MediaId is not { Length: > 0 and <= 100 } id || id.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return new MediaFetch.Refused(new("no_reference", ChannelErrorClass.Media, "The message names no file."));
        // An address that has just died is asked for once more.
        for (var again = false; ; again = true)
        {
            var reply = await AskAsync(account, id, ct).ConfigureAwait(false);
            if (reply is not ProviderReply.Answer { IsSuccess: true } told)
                return Outcome(reply, account.AccessToken);
            var client = clients.CreateClient(OutboundHttp.Meta);
            if (Address(client.BaseAddress, told.Json.Text("url")) is not { } address)
                return new MediaFetch.Refused(new("foreign_address", ChannelErrorClass.Media, "Meta named an address that is not its own."));
            using var request = Request(HttpMethod.Get, address, account.AccessToken);
            var (opened, otherwise) = await ProviderHttp.OpenAsync(client, request, s_patience, ct).ConfigureAwait(false);
            if (opened is not null)
            {
                return new MediaFetch.Opened(
                    await opened.Content.ReadAsStreamAsync(ct).ConfigureAwait(false), told.Json.Text("mime_type"),
                    told.Json.Long("file_size") ?? opened.Content.Headers.ContentLength, MediaHash.Read(told.Json.Text("sha256")), opened);
            }

            if (again || otherwise is not ProviderReply.Answer { Status: 404 or 410 })
                return Outcome(otherwise, account.AccessToken);
        }
    }

    private async Task<ProviderReply> AskAsync(MetaSettings account, string id, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(account.AccessToken) || account.AccessToken.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return new ProviderReply.Failure("invalid_token", "The access token is missing or holds characters that no token has.", NotSent: true, Permanent: true);
        var client = clients.CreateClient(OutboundHttp.Meta);
        using var request = Request(HttpMethod.Get, new Uri(client.BaseAddress!, $"{meta.Value.Version}/{id}"), account.AccessToken);
        return await ProviderHttp.CallAsync(client, request, options.Value.QueryTimeout, ct).ConfigureAwait(false);
    }

    internal static HttpRequestMessage Request(HttpMethod method, Uri address, string token)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // Without one Meta's file hosts answer 403.
        request.Headers.UserAgent.ParseAdd("ChatFlow/1.0");
        return request;
    }

    private static Uri? Address(Uri? own, string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && ((address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && s_hosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase))
            || (own is not null && address.Scheme == own.Scheme && address.Authority.Equals(own.Authority, StringComparison.OrdinalIgnoreCase)))
            ? address
            : null;

    private static MediaFetch Outcome(ProviderReply? reply, string secret)
    {
        switch (reply)
        {
            case ProviderReply.Failure failure:
                return failure.Permanent ? new MediaFetch.Refused(failure.Error) : new MediaFetch.Failed(failure.Error);
            case ProviderReply.Answer answer:
                var error = MetaAnswers.Read(answer, secret);
                // 100 with subcode 33: "object with that id does not exist".
                var unknown = answer.Status is 404 or 410 || (answer.Status == 400 && answer.Json.Get("error").Long("code") == 100);
                return unknown ? new MediaFetch.Gone(error) : new MediaFetch.Failed(error, answer.RetryAfter);
            default:
                throw new InvalidOperationException();
        }
    }
}
