using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatFlow.Core.Security;

namespace ChatFlow.Core.Ai;

/// <summary>One POST to an engine, every way that it can end named.</summary>
internal abstract record AiReply
{
    private AiReply()
    {
    }

    /// <param name="RetryAfter">What the service asks to wait, from whichever header it uses.</param>
    public sealed record Answered(int Status, string Body, TimeSpan? RetryAfter) : AiReply;

    /// <summary>No byte of the request left: safe to ask again.</summary>
    public sealed record NotSent : AiReply;

    public sealed record TimedOut : AiReply;

    /// <summary>The connection broke after the request was written, or the answer was larger than allowed.</summary>
    public sealed record Broken : AiReply;
}

/// <summary>The way to every outside engine. A whole answer, its retries and waits included, has <see cref="Total"/>.</summary>
public sealed class AiHttp(IHttpClientFactory clients, TimeProvider time)
{
    public static readonly TimeSpan Total = TimeSpan.FromSeconds(60);

    private const int LargestAnswer = 2 * 1024 * 1024;

    internal AiBudget Begin(CancellationToken ct) => new(time, Total, ct);

    internal async Task<AiReply> PostAsync(Uri url, AuthenticationHeaderValue? authorization, JsonNode body, AiBudget budget)
    {
        try
        {
            using var client = clients.CreateClient(OutboundHttp.Guarded);
            using var request = new HttpRequestMessage(HttpMethod.Post, url);
            request.Headers.Authorization = authorization;
            request.Headers.Accept.ParseAdd("application/json");
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, budget.Token);
            var text = await ReadAsync(response.Content, budget.Token);
            return text is null
                ? new AiReply.Broken()
                : new AiReply.Answered((int)response.StatusCode, text, RetryAfter.From(response.Headers, time.GetUtcNow()));
        }
        catch (OperationCanceledException) when (!budget.CallerGaveUp)
        {
            return new AiReply.TimedOut();
        }
        catch (HttpRequestException e)
        {
            return e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
                ? new AiReply.NotSent()
                : new AiReply.Broken();
        }
        catch (IOException)
        {
            return new AiReply.Broken();
        }
    }

    /// <summary>The bearer header, or null for a key that no header can carry (a line break pasted along).</summary>
    internal static AuthenticationHeaderValue? Bearer(string key) =>
        key.Length > 0 && key.All(c => c is > ' ' and < '\x7f') ? new AuthenticationHeaderValue("Bearer", key) : null;

    private static async Task<string?> ReadAsync(HttpContent content, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (bytes.Length + read > LargestAnswer)
                return null;
            bytes.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
