using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Core.Jobs;

public static class JobServices
{
    /// <summary>What Hangfire runs; the host that runs it is the site's.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) => services.AddSingleton<RetentionJob>().AddSingleton<ResumeRunsJob>().AddSingleton<RefreshMetaJob>();
}
