using ChatFlow.Core.Chatwoot.Api;
using ChatFlow.Core.Chatwoot.Receiving;
using ChatFlow.Core.Chatwoot.Sending;
using ChatFlow.Core.Chatwoot.Settings;
using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Core.Chatwoot;

public static class ChatwootServices
{
    public static IServiceCollection AddChatwoot(this IServiceCollection services)
    {
        services.AddSingleton<MirrorSecrets>();
        services.AddSingleton<ChatwootSignal>();
        services.AddSingleton<ChatwootWebhookSignal>();
        services.AddSingleton<ChatwootApi>();
        services.AddSingleton<ChatwootInboxes>();
        services.AddSingleton<ChatwootContacts>();
        services.AddSingleton<ChatwootConversations>();
        services.AddSingleton<ReadMirrorWork>();
        services.AddSingleton<MirrorAgents>();
        services.AddSingleton<MirrorPull>();
        services.AddSingleton<MirrorOut>();
        services.AddSingleton<JudgeProblem>();
        services.AddSingleton<FinishMirror>();
        services.AddSingleton<MirrorWorker>();
        services.AddHostedService(p => p.GetRequiredService<MirrorWorker>());
        services.AddSingleton<FindRecipients>();
        services.AddSingleton<SendFromChatwoot>();
        services.AddSingleton<ApplyChatwoot>();
        services.AddHostedService<ChatwootWebhookWorker>();
        services.AddSingleton<GetChatwoot>();
        services.AddSingleton(p => new PutChatwoot(
            p.GetRequiredService<TenantDb>(), p.GetRequiredService<MirrorSecrets>(), p.GetRequiredService<OutboundGuard>(), p.GetRequiredService<ChatwootInboxes>(),
            p.GetRequiredService<GetChatwoot>(), p.GetRequiredService<ChatwootSignal>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RetryChatwoot>();
        return services;
    }
}
