using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Core.Statistics;

public static class StatisticsServices
{
    /// <summary>Registers what is read across features. Needs Data.</summary>
    public static IServiceCollection AddStatistics(this IServiceCollection services)
    {
        services.AddSingleton<ReadStatistics>();
        services.AddSingleton<ReadCosts>();
        services.AddSingleton<ReadTimeline>();
        services.AddSingleton<CountContactMessages>();
        return services;
    }
}
