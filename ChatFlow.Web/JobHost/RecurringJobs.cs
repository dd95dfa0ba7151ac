using ChatFlow.Core.Jobs;
using Hangfire;

namespace ChatFlow.Web.JobHost;

/// <summary>
/// Tells Hangfire at every start what recurs, so that the code decides and no database remembers an old plan. A process
/// that was killed in the middle of it leaves its lock behind for a minute: nobody's start waits for that.
/// </summary>
internal sealed class RecurringJobs(IRecurringJobManager jobs, TimeProvider clock, ILogger<RecurringJobs> logger) : BackgroundService
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    private bool _told;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _told = Told();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_told && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(s_again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _told = stoppingToken.IsCancellationRequested || Told();
        }
    }

    private bool Told()
    {
        try
        {
            Tell();
            return true;
        }
        catch (Exception error)
        {
            logger.LogWarning("Recurring jobs are told to Hangfire again in a moment: {Error}", error.GetType().Name);
            return false;
        }
    }

    private void Tell()
    {
        jobs.AddOrUpdate<RetentionJob>("retention-hourly", job => job.RunHourlyAsync(CancellationToken.None), Cron.Hourly(17));
        jobs.AddOrUpdate<RetentionJob>("retention-nightly", job => job.RunNightlyAsync(CancellationToken.None), Cron.Daily(3, 42));
        jobs.AddOrUpdate<ResumeRunsJob>("resume-runs", job => job.RunAsync(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<ConnectionHealthJob>("connection-health", job => job.RunAsync(CancellationToken.None), Cron.Minutely());
        jobs.AddOrUpdate<RefreshMetaJob>("refresh-meta", job => job.RunAsync(CancellationToken.None), Cron.Hourly(7));
    }
}
