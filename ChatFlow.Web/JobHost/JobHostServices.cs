using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Dispatching;
using ChatFlow.Core.Jobs;
using ChatFlow.Web.Hosting;
using ChatFlow.Web.Security;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.Server;

namespace ChatFlow.Web.JobHost;

/// <summary>
/// Hangfire over the application's own role, in a schema that the migration made. It runs what is not per-message;
/// sends and follow-ups have durable timers of their own.
/// </summary>
public static class JobHostServices
{
    private const int Workers = 4;

    public static IServiceCollection AddJobHost(this IServiceCollection services, ChatFlowDatabase database)
    {
        services.AddJobs();
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UsePostgreSqlStorage(postgres => postgres.UseNpgsqlConnection(database.App), new PostgreSqlStorageOptions
            {
                SchemaName = DatabaseMigrator.HangfireSchema,
                PrepareSchemaIfNecessary = false,
                // A killed node's job comes back after half a minute; a living one keeps extending its claim.
                UseSlidingInvisibilityTimeout = true,
                InvisibilityTimeout = TimeSpan.FromSeconds(30),
                DistributedLockTimeout = TimeSpan.FromMinutes(1),
                QueuePollInterval = TimeSpan.FromSeconds(5),
            }));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = Workers;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
            server.ShutdownTimeout = TimeSpan.FromSeconds(10);
        });
        services.AddSingleton<IBackgroundProcessAsync>(provider => provider.GetRequiredService<FollowUpDispatcher>());
        services.AddSingleton<ConnectionHealthJob>();
        services.AddHostedService<RecurringJobs>();
        services.AddHostedService<BackgroundProcesses>();
        return services;
    }

    public static WebApplication MapJobDashboard(this WebApplication app)
    {
        app.MapHangfireDashboard(SecurityHeaders.OperatorJobsPath, new DashboardOptions
        {
            Authorization = [],
            AsyncAuthorization = [new OperatorsOnly()],
            AppPath = "/operator",
            DashboardTitle = "ChatFlow",
            DisplayStorageConnectionString = false,
        });
        return app;
    }
}
