using System.Net;
using System.Security.Claims;
using ChatFlow.Core.Security;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatFlow.Tests.Security;

/// <summary>The pipeline as the application builds it, without the application.</summary>
public sealed class WebSecurityTests : IAsyncDisposable
{
    private WebApplication? _app;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private async Task<TestServer> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)));
        builder.Services.AddWebSecurity(builder.Configuration);
        _app = builder.Build();
        _app.UseWebSecurity();
        _app.Use((context, next) =>
        {
            if (context.Request.Query.ContainsKey("as"))
                context.User = new ClaimsPrincipal(new ClaimsIdentity([], "test"));
            return next(context);
        });
        _app.MapGet("/", (HttpContext context) => Results.Text(CspNonce.Of(context), "text/html"));
        _app.MapGet("/data", () => Results.Json(1));
        _app.MapGet("/media", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "private, max-age=3600";
            return Results.Bytes([1], "image/png");
        });
        _app.MapGet("/_blazor", () => "");
        _app.MapGet("/hubs/live", () => "");
        _app.MapGet("/operator/jobs/recurring", () => "");
        _app.MapGet("/ip", (HttpContext context) => $"{context.Request.Scheme} {context.Connection.RemoteIpAddress}");
        _app.MapMethods("/login", ["GET", "POST"], () => "").RequireRateLimiting(RateLimits.Login);
        _app.MapPost("/webhooks/meta/{key}", (string key) => key).RequireRateLimiting(RateLimits.Webhooks);
        _app.MapGet("/api/v1/contacts", () => "").RequireRateLimiting(RateLimits.Api);
        await _app.StartAsync(Stop);
        return _app.GetTestServer();
    }

    private static async Task<HttpResponseMessage> SendAsync(TestServer server, HttpMethod method, string url, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await server.CreateClient().SendAsync(request, Stop);
    }

    private static string Header(HttpResponseMessage response, string name) => string.Join("|", response.Headers.TryGetValues(name, out var values) ? values : []);

    [Fact]
    public async Task Every_answer_carries_the_policy_with_a_nonce_of_its_own()
    {
        var server = await StartAsync();

        using var first = await SendAsync(server, HttpMethod.Get, "http://chat.example:8080/");
        using var second = await SendAsync(server, HttpMethod.Get, "http://chat.example:8080/");
        using var missing = await SendAsync(server, HttpMethod.Get, "http://chat.example:8080/nothing");

        var nonce = await first.Content.ReadAsStringAsync(Stop);
        var policy = Header(first, "Content-Security-Policy");
        Assert.Contains($"script-src 'self' 'nonce-{nonce}';", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self' ws://chat.example:8080;", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.NotEqual(nonce, await second.Content.ReadAsStringAsync(Stop));
        Assert.Equal("nosniff", Header(first, "X-Content-Type-Options"));
        Assert.Equal("same-origin", Header(first, "Referrer-Policy"));
        Assert.Contains("microphone=(self)", Header(first, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", Header(missing, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat.example; script-src *")]
    [InlineData("chat.example 'unsafe-inline'")]
    [InlineData("")]
    public void A_host_cannot_add_to_the_policy(string host)
    {
        var policy = ContentSecurityPolicy.ForPage("n", host, true);

        Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://chat.example/", "max-age=31536000")]
    [InlineData("https://localhost:5001/", "")]
    [InlineData("http://chat.example/", "")]
    public async Task Https_is_remembered_by_the_browser(string url, string expected)
    {
        var server = await StartAsync();

        using var response = await SendAsync(server, HttpMethod.Get, url);

        Assert.Equal(expected, Header(response, "Strict-Transport-Security"));
    }

    [Fact]
    public async Task The_dashboard_of_the_jobs_has_a_policy_of_its_own()
    {
        var server = await StartAsync();

        using var response = await SendAsync(server, HttpMethod.Get, "/operator/jobs/recurring");

        Assert.Equal(ContentSecurityPolicy.OperatorJobs, Header(response, "Content-Security-Policy"));
    }

    [Theory]
    [InlineData("/?as=somebody", "no-store")]
    [InlineData("/data?as=somebody", "no-store")]
    [InlineData("/media?as=somebody", "max-age=3600, private")]
    [InlineData("/", "")]
    public async Task What_somebody_saw_stays_in_no_cache(string url, string expected)
    {
        var server = await StartAsync();

        using var response = await SendAsync(server, HttpMethod.Get, url);

        Assert.Equal(expected, response.Headers.CacheControl?.ToString() ?? "");
    }

    [Theory]
    [InlineData("http://chat.example/_blazor", "http://chat.example", 200)]
    [InlineData("http://chat.example/_blazor", "https://chat.example", 200)]
    [InlineData("https://chat.example/hubs/live", "https://chat.example", 200)]
    [InlineData("https://inside:8080/hubs/live", "https://chatflow.public.example", 200)]
    [InlineData("http://chat.example/_blazor", null, 200)]
    [InlineData("http://chat.example/data", "https://evil.example", 200)]
    [InlineData("http://chat.example/_blazor", "https://evil.example", 403)]
    [InlineData("http://chat.example/_blazor/negotiate", "https://evil.example", 403)]
    [InlineData("http://chat.example/hubs/live", "https://evil.example", 403)]
    [InlineData("http://chat.example/_BLAZOR", "https://evil.example", 403)]
    [InlineData("http://chat.example/_blazor", "https://chat.example.evil.example", 403)]
    [InlineData("http://chat.example/_blazor", "http://chat.example:8080", 403)]
    [InlineData("https://chat.example/_blazor", "http://chat.example", 403)]
    [InlineData("https://chat.example/_blazor", "http://chatflow.public.example", 403)]
    [InlineData("http://chat.example/_blazor", "null", 403)]
    public async Task Live_connections_are_opened_by_our_own_pages_only(string url, string? origin, int status)
    {
        var server = await StartAsync(("PublicUrl", "https://chatflow.public.example"));

        using var response = origin is null
            ? await SendAsync(server, HttpMethod.Get, url)
            : await SendAsync(server, HttpMethod.Get, url, ("Origin", origin));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_browser_that_hides_the_origin_still_tells_that_it_is_another_site()
    {
        var server = await StartAsync();

        using var foreign = await SendAsync(server, HttpMethod.Get, "/hubs/live", ("Sec-Fetch-Site", "cross-site"));
        using var own = await SendAsync(server, HttpMethod.Get, "/hubs/live", ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task Guessing_passwords_is_slowed_down_and_reading_the_form_is_not()
    {
        var server = await StartAsync(("Limits:LoginPerMinute", "3"));
        for (var i = 0; i < 3; i++)
        {
            using var allowed = await SendAsync(server, HttpMethod.Post, "/login");
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        }

        using var refused = await SendAsync(server, HttpMethod.Post, "/login");
        using var form = await SendAsync(server, HttpMethod.Get, "/login");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
    }

    [Fact]
    public async Task A_flooded_webhook_leaves_the_others_alone()
    {
        var server = await StartAsync(("Limits:WebhooksPerSecond", "2"));
        var flooded = $"/webhooks/meta/{Tokens.New()}";
        for (var i = 0; i < 2; i++)
        {
            using var allowed = await SendAsync(server, HttpMethod.Post, flooded);
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        }

        using var refused = await SendAsync(server, HttpMethod.Post, flooded);
        using var other = await SendAsync(server, HttpMethod.Post, $"/webhooks/meta/{Tokens.New()}");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task An_api_key_that_asks_too_often_is_told_so_in_problem_json()
    {
        var server = await StartAsync(("Limits:ApiPerSecond", "1"));
        var key = ("Authorization", $"Bearer {Tokens.NewApiKey()}");
        for (var i = 0; i < 10; i++)
        {
            using var allowed = await SendAsync(server, HttpMethod.Get, "/api/v1/contacts", key);
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        }

        using var refused = await SendAsync(server, HttpMethod.Get, "/api/v1/contacts", key);
        using var other = await SendAsync(server, HttpMethod.Get, "/api/v1/contacts", ("Authorization", $"Bearer {Tokens.NewApiKey()}"));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("", "http 10.9.9.9")]
    [InlineData("192.168.0.0/16", "http 10.9.9.9")]
    [InlineData("10.9.9.9", "https 203.0.113.5")]
    public async Task Forwarded_addresses_are_believed_of_configured_proxies_only(string proxies, string expected)
    {
        var server = await StartAsync(("Proxies", proxies));

        var context = await server.SendAsync(
            request =>
            {
                request.Request.Method = "GET";
                request.Request.Scheme = "http";
                request.Request.Host = new HostString("chat.example");
                request.Request.Path = "/ip";
                request.Request.Headers["X-Forwarded-For"] = "203.0.113.5";
                request.Request.Headers["X-Forwarded-Proto"] = "https";
                request.Connection.RemoteIpAddress = IPAddress.Parse("10.9.9.9");
            },
            Stop);

        using var reader = new StreamReader(context.Response.Body);
        Assert.Equal(expected, await reader.ReadToEndAsync(Stop));
    }

    [Theory]
    [InlineData("PublicUrl", "chat.example")]
    [InlineData("Proxies", "proxy")]
    [InlineData("Limits:WebhooksPerSecond", "many")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string key, string value)
    {
        var failure = await Assert.ThrowsAsync<FormatException>(() => StartAsync((key, value)));

        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }
}
