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
        if (!Uri.TryCreate(settings.Url?.Trim().TrimEnd('/'), UriKind.Absolute, out var server)
            || server.Scheme is not ("http" or "https") || server.Query.Length > 0 || server.Fragment.Length > 0
            || !Uri.TryCreate(settings.Url!.Trim().TrimEnd('/') + path, UriKind.Absolute, out var address))
            return Refused("invalid_url", "The gateway's address is not a web address.");
        if (settings.InstanceName is null or "" or "." or "..")
            return Refused("invalid_instance", "The instance has no name.");
        if (string.IsNullOrEmpty(key) || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return Refused("invalid_key", "The API key is missing or holds characters that no key has.");
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : new TrackedJson(body) };
        request.Headers.Add("apikey", key);
        var client = clients.CreateClient(OutboundHttp.Guarded);
        return await ProviderHttp.CallAsync(client, request, limit, ct).ConfigureAwait(false);
    }

    /// <summary>The instance's name as one segment of a path: names hold plus signs and blanks.</summary>
    public static string Segment(EvolutionSettings settings) => Uri.EscapeDataString(settings.InstanceName ?? "");

    private static ProviderReply.Failure Refused(string code, string message) => new(code, message, NotSent: true, Permanent: true);
}
