using ChatFlow.Core.FollowUps.Enums;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Planning;

/// <summary>What to do with a run now. Every one carries the reason that its log row will show.</summary>
public abstract record Decision(DecisionKind Kind, DecisionReason Reason)
{
    /// <summary>Send this step's message now; <paramref name="AsTemplate"/>: only its template may go, the window is closed.</summary>
    public sealed record Send(PlannerStep Step, bool AsTemplate) : Decision(DecisionKind.Sent, DecisionReason.Due);

    /// <summary>Pass over this step; <see cref="Planner.PlanAfterSkip"/> says what comes next.</summary>
    public sealed record Skip(PlannerStep Step, DecisionReason Reason) : Decision(DecisionKind.Skipped, Reason);

    /// <summary>Not now: decide again at <paramref name="Until"/>.</summary>
    public sealed record Move(Instant Until, DecisionReason Reason) : Decision(DecisionKind.Moved, Reason);

    /// <summary>Wait without a due time until somebody or something resumes it.</summary>
    public sealed record Pause(PauseReason PauseReason, DecisionReason Reason) : Decision(DecisionKind.Paused, Reason);

    /// <summary>The run is over.</summary>
    public sealed record Stop(ExitReason ExitReason, DecisionReason Reason) : Decision(DecisionKind.Stopped, Reason)
    {
        public ExecutionStatus Status => ExitReasons.StatusOf(ExitReason);
    }

    /// <summary>Nothing to do: the run had ended before.</summary>
    public sealed record Ignore() : Decision(DecisionKind.Stopped, DecisionReason.AlreadyEnded);
}
