using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ChatFlow.Core.Data;

public static class DataServices
{
    /// <param name="appConnection">The connection string of the application's own role.</param>
    /// <param name="configure">What else the connections get; tests listen to the server here.</param>
    public static IServiceCollection AddData(this IServiceCollection services, string appConnection, Action<NpgsqlDataSourceBuilder>? configure = null)
    {
        var builder = new NpgsqlDataSourceBuilder(Tuned(appConnection));
        configure?.Invoke(builder);
        services.AddSingleton(_ => builder.Build());
        services.AddDbContextFactory<ChatFlowDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.EnableRetryOnFailure(5, TimeSpan.FromSeconds(2), null)));
        services.AddSingleton<TenantDb>();
        services.AddSingleton<Gate>();
        return services;
    }

    // Error details would print row values; multiplexing and no-reset would carry the organization from one user to the next.
    private static string Tuned(string connection) => new NpgsqlConnectionStringBuilder(connection)
    {
        IncludeErrorDetail = false,
        NoResetOnClose = false,
        Multiplexing = false,
        ApplicationName = "chatflow",
        MaxAutoPrepare = 100,
        AutoPrepareMinUsages = 3,
    }.ConnectionString;
}
