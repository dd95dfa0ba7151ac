using ChatFlow.Core.Inbox.Receiving;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Core.Bot;

public static class BotServices
{
    public static IServiceCollection AddBot(this IServiceCollection services)
    {
        services.AddSingleton<BotSignal>();
        services.AddSingleton<IInboundReaction, BotOnInbound>();
        services.AddSingleton<AiSettingsReader>();
        services.AddSingleton<RunBotTurn>();
        services.AddHostedService<BotRunner>();
        return services;
    }
}
