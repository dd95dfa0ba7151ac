using ChatFlow.Core.Organizations.MetaCloud;
using ChatFlow.Core.Organizations.Prices;
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
        services.AddSingleton<MetaAccounts>();
        services.AddSingleton<SetUpMeta>();
        services.AddSingleton<RegisterNumber>();
        services.AddSingleton<RefreshSignal>();
        services.AddSingleton<RefreshMeta>();
        services.AddHostedService<RefreshWorker>();
        services.AddSingleton<SyncTemplates>();
        services.AddSingleton<CreateTemplate>();
        services.AddSingleton<DeleteTemplate>();
        services.AddSingleton<ReadTemplates>();
        services.AddSingleton<ReadMetaAccount>();
        services.AddSingleton<MessagePrices>();
        services.AddSingleton<ManagePrices>();
        services.AddSingleton<GetOrganizationSettings>();
        services.AddSingleton<UpdateOrganizationSettings>();
        return services;
    }
}
