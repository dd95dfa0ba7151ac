using ChatFlow.Core.Inbox.Receiving;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Inbox.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Core.Inbox;

public static class InboxServices
{
    public static IServiceCollection AddInbox(this IServiceCollection services)
    {
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<WebhookStore>();
        services.AddHostedService(p => p.GetRequiredService<WebhookStore>());
        services.AddSingleton<ApplyWebhooks>();
        services.AddHostedService<WebhookWorker>();
        services.AddSingleton<ReceiveEvents>();
        services.AddSingleton<ApplyMessages>();
        services.AddSingleton<ApplyStatuses>();
        services.AddSingleton<ApplyMessageChanges>();
        services.AddSingleton<ApplyContactChanges>();
        services.AddSingleton<ApplyConnection>();
        services.AddSingleton<SendSignal>();
        services.AddSingleton<WriteOutbound>();
        services.AddSingleton<Delivery>();
        services.AddSingleton<FinishSends>();
        services.AddSingleton<SendExpiry>();
        services.AddSingleton<OutboundSender>();
        services.AddHostedService(p => p.GetRequiredService<OutboundSender>());
        services.AddSingleton<SendMessage>();
        return services;
    }
}
