using System.Net;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using ChatFlow.Web.Webhooks;
using OpenTelemetry.Metrics;

namespace ChatFlow.Web.Hosting;

/// <summary>Health and metrics. <c>/metrics</c> answers this machine, operators, and the networks in <c>Metrics:AllowedNetworks</c>.</summary>
internal static class Observation
{
    private const string MetricsPath = "/metrics";

    public static IServiceCollection AddObservation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHealth();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter(WebhookIntake.MeterName, "ChatFlow.*", "Npgsql")
            .AddPrometheusExporter());
        services.AddSingleton(new MetricsReaders([.. NetworkAddresses.ParseNetworks(configuration["Metrics:AllowedNetworks"], "Metrics:AllowedNetworks")]));
        return services;
    }

    /// <summary>After authentication.</summary>
    public static WebApplication UseMetrics(this WebApplication app)
    {
        var readers = app.Services.GetRequiredService<MetricsReaders>();
        app.UseOpenTelemetryPrometheusScrapingEndpoint(context => context.Request.Path == MetricsPath && readers.Include(context));
        return app;
    }

    private sealed record MetricsReaders(IReadOnlyList<IPNetwork> Networks)
    {
        public bool Include(HttpContext context)
        {
            if (context.User.IsOperator())
                return true;
            if (context.Connection.RemoteIpAddress is not { } remote)
                return false;
            var address = NetworkAddresses.Normalize(remote);
            // A proxy on this machine that nobody told us of would make the whole world local.
            var direct = !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");
            return (direct && IPAddress.IsLoopback(address)) || Networks.Any(network => network.Contains(address));
        }
    }
}
