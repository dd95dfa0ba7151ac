using ChatFlow.Core.Inbox.Health;
using ChatFlow.Core.Inbox.Media;
using ChatFlow.Core.Inbox.Receiving;
using ChatFlow.Core.Inbox.Reconciliation;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Inbox.Signals;
using ChatFlow.Core.Inbox.Simulator;
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
        services.AddMedia();
        services.AddSingleton<ReconcileSignal>();
        services.AddSingleton<CatchUp>();
        services.AddSingleton<ConnectionReconciler>();
        services.AddHostedService(p => p.GetRequiredService<ConnectionReconciler>());
        services.AddSingleton<SignalQueue>();
        services.AddSingleton<SendSignals>();
        services.AddHostedService<SignalSender>();
        services.AddSingleton<ReactToMessage>();
        services.AddSingleton<ApplyNotices>();
        services.AddSingleton<ApplyCosts>();
        services.AddSingleton<LearnFromRefusals>();
        services.AddSingleton<ISendReaction>(p => p.GetRequiredService<LearnFromRefusals>());
        services.AddSingleton<IInboundReaction>(p => p.GetRequiredService<LearnFromRefusals>());
        services.AddSingleton<NumberPace>();
        services.AddSingleton<SendSignal>();
        services.AddSingleton<WriteOutbound>();
        services.AddSingleton<Delivery>();
        services.AddSingleton<FinishSends>();
        services.AddSingleton<SendExpiry>();
        services.AddSingleton<OutboundSender>();
        services.AddHostedService(p => p.GetRequiredService<OutboundSender>());
        services.AddSingleton<SendMessage>();
        services.AddSingleton<RetryMessage>();
        services.AddSingleton<ListConversations>();
        services.AddSingleton<CountConversations>();
        services.AddSingleton<ReadConversation>();
        services.AddSingleton<ReadMessages>();
        services.AddSingleton<ReadMessage>();
        services.AddSingleton<ReadChannel>();
        services.AddSingleton<MarkRead>();
        services.AddSingleton<ChangeHolder>();
        services.AddSingleton<TakeConversation>();
        services.AddSingleton<ReleaseToBot>();
        services.AddSingleton<ResolveConversation>();
        services.AddSingleton<ReopenConversation>();
        services.AddSingleton<MeasureConnection>();
        services.AddSingleton<MeasureConnections>();
        services.AddSingleton<SimulatorPost>();
        services.AddSingleton<SetSimulatorBehaviour>();
        services.AddSingleton<WriteAsCustomer>();
        services.AddSingleton<ReportFromPhone>();
        services.AddSingleton<ReadPhone>();
        services.AddSingleton<LetTimePass>();
        return services;
    }
}
