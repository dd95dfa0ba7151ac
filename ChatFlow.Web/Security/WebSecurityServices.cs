using ChatFlow.Core.Security;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatFlow.Web.Security;

/// <summary>Registers what stands between the network and the pages.</summary>
public static class WebSecurityServices
{
    public static IServiceCollection AddWebSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(_ => PublicAddress.Read(configuration));
        services.TryAddSingleton(_ => RateLimitOptions.Read(configuration));
        services.AddRateLimiter();
        services.AddOptions<RateLimiterOptions>()
            .Configure<RateLimitOptions>((limiter, options) => RateLimits.Configure(limiter, options));
        services.AddOptions<ForwardedHeadersOptions>()
            .Configure(options => TrustProxies(options, configuration["Proxies"]));
        return services;
    }

    /// <summary>To be called first, before static files and authentication. Wrong settings stop the start here.</summary>
    public static IApplicationBuilder UseWebSecurity(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        _ = app.ApplicationServices.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
        _ = app.ApplicationServices.GetRequiredService<IOptions<RateLimiterOptions>>().Value;
        return app.UseForwardedHeaders()
            .UseMiddleware<SecurityHeaders>()
            .UseMiddleware<OriginCheck>()
            .UseMiddleware<HostCookies>()
            .UseRateLimiter();
    }

    // The framework trusts anything on this machine. A sender could then choose its own address and pass by the limits,
    // so that only the networks in Proxies are believed, and none by default.
    private static void TrustProxies(ForwardedHeadersOptions options, string? proxies)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in NetworkAddresses.ParseNetworks(proxies, "Proxies"))
            options.KnownIPNetworks.Add(network);
        options.ForwardedHeaders = options.KnownIPNetworks.Count > 0
            ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost
            : ForwardedHeaders.None;
    }
}
