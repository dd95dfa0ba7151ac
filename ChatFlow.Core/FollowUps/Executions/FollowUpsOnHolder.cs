using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.Inbox;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>Runs wait while a person holds the conversation, and go on with what was left of their wait.</summary>
public sealed class FollowUpsOnHolder(StopExecutions stop) : IHolderReaction
{
    public Task TakenAsync(ChatFlowDb db, Guid contactId, CancellationToken ct) =>
        stop.PauseAsync(db, [contactId], PauseReason.Human, DecisionReason.HumanTookOver, ct);

    public Task ReleasedAsync(ChatFlowDb db, Guid contactId, CancellationToken ct) =>
        stop.ResumeAsync(db, [contactId], PauseReason.Human, ct);
}
