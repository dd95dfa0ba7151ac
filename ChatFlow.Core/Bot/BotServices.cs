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
        services.AddSingleton<BotChange>();
        services.AddSingleton<GetBot>();
        services.AddSingleton<PutBot>();
        services.AddSingleton<TestBot>();
        services.AddSingleton<SaveKnowledge>();
        services.AddSingleton<ListKnowledge>();
        services.AddSingleton<DeleteKnowledge>();
        services.AddSingleton<ListBotLogs>();
        services.AddHostedService<BotRunner>();
        return services;
    }
}
