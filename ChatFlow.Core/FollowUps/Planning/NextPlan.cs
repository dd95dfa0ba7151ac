using ChatFlow.Core.FollowUps.Enums;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Planning;

/// <summary>What follows a step that was sent or passed over.</summary>
public abstract record NextPlan(DecisionReason Reason)
{
    /// <summary><paramref name="Step"/> is next, at <paramref name="DueAt"/>.</summary>
    public sealed record Scheduled(PlannerStep Step, Instant DueAt) : NextPlan(DecisionReason.Due);

    /// <summary>
    /// No step is left; the run stays open for an answer and <see cref="Planner.Decide"/> ends it at
    /// <paramref name="Until"/>. Store <paramref name="NextStep"/> as the current step: no step has it.
    /// </summary>
    public sealed record AwaitAnswer(int NextStep, Instant Until) : NextPlan(DecisionReason.AwaitingAnswer);

    public sealed record Ended(ExitReason ExitReason, DecisionReason Reason) : NextPlan(Reason)
    {
        public ExecutionStatus Status => ExitReasons.StatusOf(ExitReason);
    }
}
