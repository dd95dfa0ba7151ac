using ChatFlow.Core.Ai;
using ChatFlow.Core.Bot;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Chatwoot;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Demo;
using ChatFlow.Core.FollowUps;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using ChatFlow.Core.Statistics;
using ChatFlow.Core.Users;
using ChatFlow.Web.Api;
using ChatFlow.Web.Components;
using ChatFlow.Web.Components.Inbox;
using ChatFlow.Web.JobHost;
using ChatFlow.Web.Live;
using ChatFlow.Web.Security;
using ChatFlow.Web.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatFlow.Web.Hosting;

/// <summary>Everything that ChatFlow is made of, feature by feature; for the site and for the commands.</summary>
public static class ServiceComposition
{
    public static IServiceCollection AddChatFlow(
        this IServiceCollection services, IConfiguration configuration, ChatFlowDatabase database, DataFolder folder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddInstallationSecrets(configuration, folder);
        services.AddOutboundHttp(configuration);
        services.AddLive();
        services.AddData(database.App);
        services.AddChannels();
        services.AddAi();
        services.AddOrganizations();
        services.AddUsers(configuration);
        services.AddContacts();
        services.AddInbox();
        services.AddBot();
        services.AddFollowUps();
        services.AddChatwoot();
        services.AddDemo();
        services.AddStatistics();

        services.AddWebSecurity(configuration);
        services.AddInterface();
        services.AddInboxUi();
        // After the interface: open pages must ask our sessions, and the last registration counts.
        services.AddAccounts(InstallationSecrets.KeyRing(folder));
        services.AddApi();
        services.AddWebhooks();
        services.AddLiveHub();
        services.AddJobHost(database);
        services.AddObservation(configuration);
        return services;
    }
}
