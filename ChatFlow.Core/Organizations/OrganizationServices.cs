using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatFlow.Core.Organizations;

public static class OrganizationServices
{
    public static IServiceCollection AddOrganizations(this IServiceCollection services)
    {
        services.TryAddSingleton<ChannelSettingsReader>();
        services.AddSingleton<GetConnection>();
        services.AddSingleton<CheckConnection>();
        services.AddSingleton<PutConnection>();
        services.AddSingleton<PairEvolution>();
        services.AddSingleton<GetOrganizationSettings>();
        services.AddSingleton<UpdateOrganizationSettings>();
        return services;
    }
}
