namespace ChatFlow.Core.Ai;

/// <summary>Writes one answer. Implementations know no entity and no database, and throw only when <c>ct</c> is cancelled.</summary>
public interface IReplyGenerator
{
    AiEngine Engine { get; }

    Task<ReplyOutcome> GenerateAsync(AiSettings settings, ReplyRequest request, CancellationToken ct);
}
