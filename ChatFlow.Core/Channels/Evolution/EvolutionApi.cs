using System.Text.Json.Nodes;
using ChatFlow.Core.Security;
using Microsoft.Extensions.Options;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>The HTTP side of Evolution API: one request with its key, one reply.</summary>
internal sealed class EvolutionApi(IHttpClientFactory clients, IOptions<ChannelOptions> options)
{
    public Task<ProviderReply> SendAsync(EvolutionSettings settings, string path, JsonNode body, CancellationToken ct) =>
        CallAsync(settings, HttpMethod.Post, path, body, options.Value.SendTimeout, ct);

    public Task<ProviderReply> PostAsync(EvolutionSettings settings, string path, JsonNode? body, CancellationToken ct) =>
        CallAsync(settings, HttpMethod.Post, path, body, options.Value.QueryTimeout, ct);

    public Task<ProviderReply> GetAsync(EvolutionSettings settings, string path, CancellationToken ct) =>
        CallAsync(settings, HttpMethod.Get, path, null, options.Value.QueryTimeout, ct);

    public Task<ProviderReply> DeleteAsync(EvolutionSettings settings, string path, CancellationToken ct) =>
        CallAsync(settings, HttpMethod.Delete, path, null, options.Value.QueryTimeout, ct);

    /// <summary>A send that carries a file; the answer may repeat it. With the key that was entered: a file is not sent twice to try two.</summary>
    public async Task<ProviderReply> SendAsync(EvolutionSettings settings, string path, TrackedContent body, TimeSpan limit, int largestAnswer, CancellationToken ct)
    {
        if (Request(settings, settings.ApiKey, HttpMethod.Post, path, out var refused) is not { } request)
            return refused!;
        using (request)
        {
            request.Content = body;
            var client = clients.CreateClient(OutboundHttp.Guarded);
            client.Timeout = Timeout.InfiniteTimeSpan;
            return await ProviderHttp.CallAsync(client, request, limit, ct, largestAnswer).ConfigureAwait(false);
        }
    }

    /// <summary>A question whose answer is read as it comes.</summary>
    public async Task<(HttpResponseMessage? Opened, ProviderReply? Otherwise)> OpenAsync(
        EvolutionSettings settings, string path, JsonNode body, TimeSpan limit, CancellationToken ct)
    {
        if (Request(settings, settings.ApiKey, HttpMethod.Post, path, out var refused) is not { } request)
            return (null, refused);
        using (request)
        {
            request.Content = new TrackedJson(body);
            return await ProviderHttp.OpenAsync(clients.CreateClient(OutboundHttp.Guarded), request, limit, ct).ConfigureAwait(false);
        }
    }

    /// <param name="path">Below the gateway's address; the instance's name is to be given through <see cref="Segment"/>.</param>
    private async Task<ProviderReply> CallAsync(
        EvolutionSettings settings, HttpMethod method, string path, JsonNode? body, TimeSpan limit, CancellationToken ct)
    {
        if (settings.InstanceToken is not { Length: > 0 } token)
            return await OnceAsync(settings, settings.ApiKey, method, path, body, limit, ct).ConfigureAwait(false);
        var reply = await OnceAsync(settings, token, method, path, body, limit, ct).ConfigureAwait(false);
        // The instance was made anew behind our back: its old token opens nothing, and 401 proves that nothing was done.
        return reply is ProviderReply.Answer { Status: 401 }
            ? await OnceAsync(settings, settings.ApiKey, method, path, body, limit, ct).ConfigureAwait(false)
            : reply;
    }

    private async Task<ProviderReply> OnceAsync(
        EvolutionSettings settings, string key, HttpMethod method, string path, JsonNode? body, TimeSpan limit, CancellationToken ct)
    {
        if (Request(settings, key, method, path, out var refused) is not { } request)
            return refused!;
        using (request)
        {
            request.Content = body is null ? null : new TrackedJson(body);
            return await ProviderHttp.CallAsync(clients.CreateClient(OutboundHttp.Guarded), request, limit, ct).ConfigureAwait(false);
        }
    }

    private static HttpRequestMessage? Request(EvolutionSettings settings, string key, HttpMethod method, string path, out ProviderReply.Failure? refused)
    {
        refused = Problem(settings, key, path, out var address);
        if (refused is not null)
            return null;
        var request = new HttpRequestMessage(method, address);
        request.Headers.Add("apikey", key);
        return request;
    }

    private static ProviderReply.Failure? Problem(EvolutionSettings settings, string key, string path, out Uri? address)
    {
        address = null;
        if (!Uri.TryCreate(settings.Url?.Trim().TrimEnd('/'), UriKind.Absolute, out var server)
            || server.Scheme is not ("http" or "https") || server.Query.Length > 0 || server.Fragment.Length > 0
            || !Uri.TryCreate(settings.Url!.Trim().TrimEnd('/') + path, UriKind.Absolute, out address))
            return Refused("invalid_url", "The gateway's address is not a web address.");
        if (settings.InstanceName is null or "" or "." or "..")
            return Refused("invalid_instance", "The instance has no name.");
        if (string.IsNullOrEmpty(key) || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return Refused("invalid_key", "The API key is missing or holds characters that no key has.");
        return null;
    }

    /// <summary>The instance's name as one segment of a path: names hold plus signs and blanks.</summary>
    public static string Segment(EvolutionSettings settings) => Uri.EscapeDataString(settings.InstanceName ?? "");

    private static ProviderReply.Failure Refused(string code, string message) => new(code, message, NotSent: true, Permanent: true);
}
