using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Identity;

namespace ChatFlow.Web.Live;

public static class LiveHubServices
{
    public static IServiceCollection AddLiveHub(this IServiceCollection services)
    {
        services.AddSignalR(signalR => signalR.MaximumReceiveMessageSize = 8 * 1024);
        services.AddSingleton<LiveAccess>();
        services.AddSingleton<LiveConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveConnections>());
        return services;
    }

    public static WebApplication MapLiveHub(this WebApplication app)
    {
        app.MapHub<LiveHub>(LiveHub.Path).RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(IdentityConstants.ApplicationScheme, ApiKeyAuthentication.SchemeName)
            .RequireAuthenticatedUser());
        return app;
    }
}
