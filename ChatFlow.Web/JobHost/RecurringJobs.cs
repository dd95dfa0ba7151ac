using ChatFlow.Core.Jobs;
using Hangfire;

namespace ChatFlow.Web.JobHost;

/// <summary>Tells Hangfire at every start what recurs, so that the code decides and no database remembers an old plan.</summary>
internal sealed class RecurringJobs(IRecurringJobManager jobs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        jobs.AddOrUpdate<RetentionJob>("retention-hourly", job => job.RunHourlyAsync(CancellationToken.None), Cron.Hourly(17));
        jobs.AddOrUpdate<RetentionJob>("retention-nightly", job => job.RunNightlyAsync(CancellationToken.None), Cron.Daily(3, 42));
        jobs.AddOrUpdate<ResumeRunsJob>("resume-runs", job => job.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<ConnectionHealthJob>("connection-health", job => job.RunAsync(CancellationToken.None), Cron.Minutely());
        jobs.AddOrUpdate<RefreshMetaJob>("refresh-meta", job => job.RunAsync(CancellationToken.None), Cron.Hourly(7));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
