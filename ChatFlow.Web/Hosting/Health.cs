using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace ChatFlow.Web.Hosting;

/// <summary>
/// <c>/health/live</c>: this process answers. <c>/health/ready</c>: and its database does, migrated. One organization's
/// channel never turns either red.
/// </summary>
internal static class Health
{
    private const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", HealthStatus.Unhealthy, [Ready], TimeSpan.FromSeconds(5))
            .AddCheck<ConnectionsCheck>("connections", HealthStatus.Degraded, [Ready], TimeSpan.FromSeconds(5));
        return services;
    }

    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new()
        {
            Predicate = check => check.Tags.Contains(Ready),
            ResponseWriter = WriteAsync,
        }).AllowAnonymous();
        return app;
    }

    // The first word stays what a plain probe looks for; the rest is for whoever reads it.
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsync(
        string.Join('\n', report.Entries.Select(e => $"{e.Key}: {e.Value.Status}{(e.Value.Description is { } words ? $" ({words})" : "")}").Prepend(report.Status.ToString())),
        context.RequestAborted);

    /// <summary>How many organizations' connections are in which state; it names nobody and is never red.</summary>
    private sealed class ConnectionsCheck(Gate gate) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = gate.Command("SELECT state, connections FROM gate.connection_states()");
                var states = await Gate.ListAsync(command, r => $"{r.GetInt64(1)} {r.GetString(0)}", cancellationToken);
                return HealthCheckResult.Healthy(states.Count == 0 ? "no traffic yet" : string.Join(", ", states));
            }
            catch (NpgsqlException)
            {
                // The database's own check says so.
                return HealthCheckResult.Healthy("not known");
            }
        }
    }

    private sealed class DatabaseCheck(IDbContextFactory<ChatFlowDb> factory) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var db = await factory.CreateDbContextAsync(cancellationToken);
                var missing = await DatabaseMigrator.MissingAsync(db, cancellationToken);
                return missing.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Migrations are missing: {string.Join(", ", missing)}.");
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy($"The database does not answer ({error.GetType().Name}).");
            }
        }
    }
}
