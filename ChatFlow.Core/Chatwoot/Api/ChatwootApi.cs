using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Security;
using Microsoft.Extensions.Options;

namespace ChatFlow.Core.Chatwoot.Api;

/// <summary>The HTTP side of Chatwoot: one request below the account with its token, one answer. Never tries again by itself.</summary>
internal sealed class ChatwootApi(IHttpClientFactory clients, IOptions<ChannelOptions> options)
{
    public Task<Result<JsonElement>> GetAsync(ChatwootAccess access, string path, CancellationToken ct) => CallAsync(access, HttpMethod.Get, path, null, ct);

    public Task<Result<JsonElement>> PostAsync(ChatwootAccess access, string path, JsonNode body, CancellationToken ct) =>
        CallAsync(access, HttpMethod.Post, path, new TrackedJson(body), ct);

    public Task<Result<JsonElement>> PatchAsync(ChatwootAccess access, string path, JsonNode body, CancellationToken ct) =>
        CallAsync(access, HttpMethod.Patch, path, new TrackedJson(body), ct);

    public Task<Result<JsonElement>> DeleteAsync(ChatwootAccess access, string path, CancellationToken ct) =>
        CallAsync(access, HttpMethod.Delete, path, null, ct);

    /// <param name="path">Below the account, starting with a slash.</param>
    public async Task<Result<JsonElement>> CallAsync(ChatwootAccess access, HttpMethod method, string path, HttpContent? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{access.BaseUrl}/api/v1/accounts/{access.AccountId}{path}")) { Content = body };
        // Some proxies drop names with underscores; Chatwoot reads the other spelling too (contracts/chatwoot.md section 2).
        request.Headers.Add("api_access_token", access.Token);
        request.Headers.Add("api-access-token", access.Token);
        return await ProviderHttp.CallAsync(clients.CreateClient(OutboundHttp.Guarded), request, options.Value.QueryTimeout, ct) switch
        {
            ProviderReply.Answer { IsSuccess: true } answer => answer.Json,
            ProviderReply.Answer answer => ChatwootProblem.Of(answer, access.Token),
            ProviderReply.Failure failure => ChatwootProblem.Of(failure),
            _ => throw new InvalidOperationException("unknown reply"),
        };
    }
}
