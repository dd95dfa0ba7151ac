using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Timing;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Planning;

/// <summary>What the planner needs to know of one step. <paramref name="Order"/> sorts; ids belong to the caller.</summary>
public sealed record PlannerStep(int Order, StepDelay Delay)
{
    public StepAnchor Anchor { get; init; } = StepAnchor.Previous;

    public OnSkip OnSkip { get; init; } = OnSkip.Next;

    /// <summary>It has an approved template, so it may go out although the 24-hour window is closed.</summary>
    public bool HasTemplate { get; init; }

    /// <summary>How late it may be; null takes the rule of <see cref="DueTime.MaxLateness"/>.</summary>
    public Duration? MaxLateness { get; init; }

    /// <summary>Taken out of the sequence while people were inside; passed over.</summary>
    public bool IsRetired { get; init; }
}
