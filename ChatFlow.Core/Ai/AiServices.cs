using ChatFlow.Core.Ai.Flowise;
using ChatFlow.Core.Ai.Knowledge;
using ChatFlow.Core.Ai.OpenAiCompatible;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Core.Ai;

public static class AiServices
{
    /// <summary>Needs <see cref="IHttpClientFactory"/> with the guarded client, and <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddAi(this IServiceCollection services) => services
        .AddSingleton<AiHttp>()
        .AddSingleton<KnowledgeReplies>()
        .AddSingleton<OpenAiReplies>()
        .AddSingleton<FlowiseReplies>()
        .AddSingleton<ReplyGenerators>();
}
