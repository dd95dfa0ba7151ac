using ChatFlow.Core.FollowUps.Dispatching;
using ChatFlow.Core.FollowUps.Events;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Receiving;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Inbox.Simulator;
using Hangfire.Server;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Core.FollowUps;

public static class FollowUpServices
{
    public static IServiceCollection AddFollowUps(this IServiceCollection services)
    {
        services.AddSingleton<DecisionLog>();
        services.AddSingleton<StopExecutions>();
        services.AddSingleton<EnrolContacts>();
        services.AddSingleton<LogStatuses>();
        services.AddSingleton<ResumeWaiting>();
        services.AddSingleton<FollowUpsOnOutbound>();
        services.AddSingleton<IOutboundReaction>(p => p.GetRequiredService<FollowUpsOnOutbound>());
        services.AddSingleton<IInboundReaction, FollowUpsOnInbound>();
        services.AddSingleton<ISendReaction, FollowUpSends>();
        services.AddSingleton<IHolderReaction, FollowUpsOnHolder>();
        services.AddSingleton<Organizations.IConnectionReaction, FollowUpsOnConnection>();
        services.AddSingleton<ISimulatedTime, SimulatedTime>();
        services.AddSingleton<DispatchSignal>();
        services.AddSingleton<ClockCheck>();
        services.AddSingleton<DispatchWriter>();
        services.AddSingleton<DispatchBatch>();
        services.AddSingleton<FollowUpDispatcher>();
        services.AddSingleton<IBackgroundProcessAsync>(p => p.GetRequiredService<FollowUpDispatcher>());
        services.AddSingleton<SaveSequence>();
        services.AddSingleton<ListSequences>();
        services.AddSingleton<GetSequence>();
        services.AddSingleton<SwitchSequence>();
        services.AddSingleton<ArchiveSequence>();
        services.AddSingleton<ReadBuilderFacts>();
        services.AddSingleton<FindContact>();
        services.AddSingleton<EnrolContact>();
        services.AddSingleton<ChangeExecution>();
        services.AddSingleton<ListExecutions>();
        services.AddSingleton<GetExecution>();
        services.AddSingleton<EventReactions>();
        services.AddSingleton<CreditConversion>();
        services.AddSingleton<RecordEvent>();
        return services;
    }
}
