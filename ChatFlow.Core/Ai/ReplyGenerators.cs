using ChatFlow.Core.Ai.Flowise;
using ChatFlow.Core.Ai.Knowledge;
using ChatFlow.Core.Ai.OpenAiCompatible;

namespace ChatFlow.Core.Ai;

/// <summary>The generator of each engine.</summary>
public sealed class ReplyGenerators(KnowledgeReplies knowledge, OpenAiReplies openAi, FlowiseReplies flowise)
{
    public IReplyGenerator For(AiEngine engine) => engine switch
    {
        AiEngine.Knowledge => knowledge,
        AiEngine.OpenAiCompatible => openAi,
        AiEngine.Flowise => flowise,
    };

    public Task<ReplyOutcome> GenerateAsync(AiSettings settings, ReplyRequest request, CancellationToken ct) =>
        For(settings.Engine).GenerateAsync(settings, request, ct);
}
