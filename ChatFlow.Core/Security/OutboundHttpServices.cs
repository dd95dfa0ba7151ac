using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatFlow.Core.Security;

/// <summary>Registers the two clients of <see cref="OutboundHttp"/> and the guard.</summary>
public static class OutboundHttpServices
{
    /// <summary>
    /// Bytes of a buffered answer, decompressed. Evolution hands media over as base64 inside JSON, hence so many. Who
    /// reads with <see cref="HttpCompletionOption.ResponseHeadersRead"/> counts for himself.
    /// </summary>
    public const int MaximumResponseBytes = 48 * 1024 * 1024;

    /// <summary>The total time of a call unless the caller sets another on its client.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddOutboundHttp(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(_ => OutboundOptions.Read(configuration));
        services.TryAddSingleton(provider => new OutboundGuard(provider.GetRequiredService<OutboundOptions>()));
        // Loggers are removed: they write whole addresses, and a path may hold a token.
        services.AddHttpClient(OutboundHttp.Guarded, Limit)
            .RemoveAllLoggers()
            .SetHandlerLifetime(System.Threading.Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => new GuardedHandler(provider.GetRequiredService<OutboundGuard>()));
        services.AddHttpClient(OutboundHttp.Meta, (provider, client) =>
            {
                Limit(client);
                client.BaseAddress = provider.GetRequiredService<OutboundOptions>().MetaBaseUrl;
            })
            .RemoveAllLoggers()
            .SetHandlerLifetime(System.Threading.Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            });
        return services;
    }

    private static void Limit(HttpClient client)
    {
        client.MaxResponseContentBufferSize = MaximumResponseBytes;
        client.Timeout = Timeout;
    }
}
