using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ChatFlow.Core.Security;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Chatwoot;

public sealed class ChatwootEndpointTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private const string Secret = "whsec-pasted";
    private static readonly byte[] s_body = "{\"event\":\"conversation_typing_on\"}"u8.ToArray();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_secret_the_address_is_enough_and_the_body_is_on_disk_when_it_is_answered()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, s_body));
        Assert.Single(await host.App.WebhookStatesAsync(host.Organization, Stop));
    }

    [Fact]
    public async Task A_key_that_is_nobodys_or_of_a_mirror_switched_off_is_not_found()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        using var http = host.App.Http();
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync($"/webhooks/chatwoot/{Tokens.New()}", new ByteArrayContent(s_body), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync("/webhooks/chatwoot/short", new ByteArrayContent(s_body), Stop)).StatusCode);
        // The key of WhatsApp's webhook opens nothing here.
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync($"/webhooks/chatwoot/{host.Organization.WebhookKey}", new ByteArrayContent(s_body), Stop)).StatusCode);
        Assert.Null((await host.PutAsync(r => r with { Enabled = false })).Error);
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(host, s_body));
    }

    [Fact]
    public async Task More_than_two_megabytes_are_refused()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(host, new byte[(2 * 1024 * 1024) + 1]));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, new byte[2 * 1024 * 1024]));
    }

    [Fact]
    public async Task With_a_secret_only_a_fresh_signature_over_time_and_body_opens()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        Assert.Null((await host.PutAsync(r => r with { SigningSecret = Secret })).Error);
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, s_body, Sign(now, s_body)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, s_body, Sign(now.AddMinutes(-4), s_body)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host, s_body));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host, s_body, Sign(now.AddMinutes(-6), s_body)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host, s_body, Sign(now.AddMinutes(6), s_body)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host, s_body, Sign(now, s_body, "another")));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host, [.. s_body, 32], Sign(now, s_body)));
        var (time, _) = Sign(now, s_body);
        // The body signed alone: the usual mistake.
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host, s_body, (time, "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), s_body)))));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host, s_body, (time, "sha256=zz")));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(host, s_body, ("soon", "sha256=00")));
        Assert.Null((await host.PutAsync(r => r with { ForgetSigningSecret = true })).Error);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, s_body));
    }

    [Fact]
    public async Task A_delivery_that_is_repeated_is_kept_once_and_another_one_twice()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, s_body, delivery: "a"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, s_body, delivery: "a"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, s_body, delivery: "b"));
        Assert.Equal(2, (await host.App.WebhookStatesAsync(host.Organization, Stop)).Count);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_kept_marked_and_holds_up_nothing()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, "not json"u8.ToArray()));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(host, s_body));
        await host.SettleAsync();
        Assert.Equal(["unreadable", "done"], await host.App.WebhookStatesAsync(host.Organization, Stop));
    }

    private static async Task<HttpStatusCode> PostAsync(ChatwootHost host, byte[] body, (string Time, string Signature)? signed = null, string? delivery = null)
    {
        using var http = host.App.Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Chatwoot.WebhookUrl) { Content = new ByteArrayContent(body) };
        if (signed is { } s)
        {
            request.Headers.Add("X-Chatwoot-Timestamp", s.Time);
            request.Headers.Add("X-Chatwoot-Signature", s.Signature);
        }

        if (delivery is not null)
            request.Headers.Add("X-Chatwoot-Delivery", delivery);
        using var answer = await http.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    private static (string Time, string Signature) Sign(DateTimeOffset at, byte[] body, string secret = Secret)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes(time + "."), .. body];
        return (time, "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
    }
}
