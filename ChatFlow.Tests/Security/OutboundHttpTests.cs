using System.Net;
using ChatFlow.Core.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatFlow.Tests.Security;

/// <summary>The two clients as registered, against a server on this machine.</summary>
public sealed class OutboundHttpTests : IAsyncLifetime
{
    private static readonly byte[] s_large = new byte[64 * 1024];

    private readonly List<string> _seen = [];
    private WebApplication _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Address => _server.Urls.Single();

    private int Port => new Uri(Address).Port;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async context =>
        {
            lock (_seen)
                _seen.Add(context.Request.Path);
            if (context.Request.Path == "/redirect")
                context.Response.Redirect($"{Address}/inside");
            else if (context.Request.Path == "/cookie")
                context.Response.Headers.SetCookie = "session=1; Path=/";
            else if (context.Request.Path == "/large")
                await context.Response.Body.WriteAsync(s_large, context.RequestAborted);
            else
                await context.Response.WriteAsync($"{context.Request.Protocol} {context.Request.Headers.Cookie}", context.RequestAborted);
        });
        await _server.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private static ServiceProvider Services(ResolveHost? resolve, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build();
        var services = new ServiceCollection();
        if (resolve is not null)
            services.AddSingleton(provider => new OutboundGuard(provider.GetRequiredService<OutboundOptions>(), resolve));
        return services.AddOutboundHttp(configuration).BuildServiceProvider();
    }

    private static HttpClient Client(ServiceProvider services, string name) =>
        services.GetRequiredService<IHttpClientFactory>().CreateClient(name);

    [Fact]
    public async Task A_private_address_is_never_connected_to()
    {
        await using var services = Services(null);

        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => Client(services, OutboundHttp.Guarded).GetAsync(new Uri(Address), Stop));

        Assert.Equal(OutboundRefusal.PrivateAddress, refused.Reason);
        Assert.Empty(_seen);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Nor_by_another_way_of_writing_it(string host)
    {
        await using var services = Services(null);

        await Assert.ThrowsAsync<OutboundRefusedException>(() => Client(services, OutboundHttp.Guarded).GetAsync(new Uri($"http://{host}:{Port}/"), Stop));

        Assert.Empty(_seen);
    }

    [Fact]
    public async Task A_name_that_turns_to_loopback_is_refused_at_the_connection()
    {
        await using var services = Services((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.215.14"), IPAddress.Loopback]));

        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => Client(services, OutboundHttp.Guarded).GetAsync(new Uri("https://rebinding.example/"), Stop));

        Assert.Equal(OutboundRefusal.PrivateAddress, refused.Reason);
    }

    [Fact]
    public async Task The_checked_address_is_the_one_connected_to()
    {
        var asked = 0;
        await using var services = Services(
            (_, _) =>
            {
                asked++;
                return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
            },
            ("Outbound:AllowedNetworks", "127.0.0.1"));

        var text = await Client(services, OutboundHttp.Guarded).GetStringAsync(new Uri($"http://evolution.example:{Port}/"), Stop);

        Assert.StartsWith("HTTP/1.1", text, StringComparison.Ordinal);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(OutboundHttp.Guarded)]
    [InlineData(OutboundHttp.Meta)]
    public async Task Redirects_are_not_followed_and_cookies_not_kept(string name)
    {
        await using var services = Services(null, ("Outbound:AllowedNetworks", "127.0.0.1"), ("Outbound:MetaBaseUrl", Address));
        var client = Client(services, name);

        using var redirect = await client.GetAsync(new Uri($"{Address}/redirect"), Stop);
        using var cookie = await client.GetAsync(new Uri($"{Address}/cookie"), Stop);
        var after = await client.GetStringAsync(new Uri($"{Address}/after"), Stop);

        Assert.Equal(HttpStatusCode.Redirect, redirect.StatusCode);
        Assert.DoesNotContain("session", after, StringComparison.Ordinal);
        Assert.Equal(["/redirect", "/cookie", "/after"], _seen);
    }

    [Fact]
    public async Task An_answer_larger_than_the_cap_is_a_failure()
    {
        await using var services = Services(null, ("Outbound:AllowedNetworks", "127.0.0.1"));
        var client = Client(services, OutboundHttp.Guarded);
        client.MaxResponseContentBufferSize = s_large.Length - 1;

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"{Address}/large"), Stop));

        Assert.Equal(HttpRequestError.ConfigurationLimitExceeded, failure.HttpRequestError);
    }

    [Fact]
    public async Task Http3_which_would_pass_by_the_guard_is_never_used()
    {
        await using var services = Services(null, ("Outbound:AllowedNetworks", "127.0.0.1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address))
        {
            Version = HttpVersion.Version30,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await Client(services, OutboundHttp.Guarded).SendAsync(request, Stop);

        Assert.Equal(HttpVersion.Version11, response.Version);
    }

    [Theory]
    [InlineData("", "https://graph.facebook.com/v23.0/me")]
    [InlineData("http://fake.example:8080", "http://fake.example:8080/v23.0/me")]
    [InlineData("http://fake.example/meta/", "http://fake.example/meta/v23.0/me")]
    public async Task The_address_of_Meta_is_configuration(string configured, string expected)
    {
        await using var services = Services(null, ("Outbound:MetaBaseUrl", configured));

        Assert.Equal(expected, new Uri(Client(services, OutboundHttp.Meta).BaseAddress!, "v23.0/me").AbsoluteUri);
    }

    [Theory]
    [InlineData("Outbound:AllowedNetworks", "inside")]
    [InlineData("Outbound:AllowedPorts", "443,http")]
    [InlineData("Outbound:MetaBaseUrl", "graph.facebook.com")]
    public async Task A_wrong_setting_is_named(string key, string value)
    {
        await using var services = Services(null, (key, value));

        var failure = Assert.Throws<FormatException>(() => services.GetRequiredService<OutboundOptions>());

        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
    }
}
