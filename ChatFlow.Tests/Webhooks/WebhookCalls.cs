using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ChatFlow.Tests.Support;

namespace ChatFlow.Tests.Webhooks;

/// <summary>Posts as the providers do.</summary>
internal static class WebhookCalls
{
    public static async Task<HttpStatusCode> PostEvolutionAsync(
        this HttpClient http, TestOrganization organization, byte[] body, CancellationToken ct, string? secret = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/evolution/{key ?? organization.WebhookKey}") { Content = Json(body) };
        if ((secret ?? organization.WebhookSecret) is { Length: > 0 } header)
            request.Headers.Add("X-ChatFlow-Secret", header);
        using var answer = await http.SendAsync(request, ct);
        return answer.StatusCode;
    }

    public static async Task<HttpStatusCode> PostMetaAsync(
        this HttpClient http, TestOrganization organization, byte[] body, CancellationToken ct, string? signature = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/webhooks/meta/{key ?? organization.WebhookKey}") { Content = Json(body) };
        if ((signature ?? Sign(body, TestOrganization.AppSecret)) is { Length: > 0 } header)
            request.Headers.Add("X-Hub-Signature-256", header);
        using var answer = await http.SendAsync(request, ct);
        return answer.StatusCode;
    }

    public static string Sign(byte[] body, string secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static ByteArrayContent Json(byte[] body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
