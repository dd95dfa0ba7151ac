using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ChatFlow.Core.Security;
using Microsoft.Extensions.Options;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>One call to Meta's Graph interface, with the organization's token, of the configured version.</summary>
internal sealed class MetaApi(IHttpClientFactory clients, IOptions<MetaOptions> meta)
{
    private static readonly Uri s_defaultAddress = new("https://graph.facebook.com");

    /// <param name="node">The id that the path begins with: a number's, an account's.</param>
    /// <param name="path">What follows it, with its query.</param>
    public async Task<ProviderReply> CallAsync(
        MetaSettings account, string node, HttpMethod method, string path, JsonNode? body, TimeSpan limit, CancellationToken ct)
    {
        if (node is not { Length: > 0 } || node.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            var what = node == account.PhoneNumberId ? "phone_number_id" : "business_account_id";
            return new ProviderReply.Failure($"invalid_{what}", "The id at Meta is not a number.", NotSent: true, Permanent: true);
        }

        if (string.IsNullOrEmpty(account.AccessToken) || account.AccessToken.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return new ProviderReply.Failure("invalid_token", "The access token is missing or holds characters that no token has.", NotSent: true, Permanent: true);
        var client = clients.CreateClient(OutboundHttp.Meta);
        var address = (client.BaseAddress ?? s_defaultAddress).AbsoluteUri.TrimEnd('/');
        using var request = new HttpRequestMessage(method, new Uri($"{address}/{meta.Value.Version}/{node}{path}"))
        {
            Content = body is null ? null : new TrackedJson(body),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", account.AccessToken);
        return await ProviderHttp.CallAsync(client, request, limit, ct).ConfigureAwait(false);
    }
}
