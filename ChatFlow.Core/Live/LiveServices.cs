using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Core.Live;

public static class LiveServices
{
    /// <summary>The bus, and the relay to the other nodes. Needs an <c>NpgsqlDataSource</c>.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveBus>();
        services.AddHostedService<PostgresLiveRelay>();
        return services;
    }
}
