using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Policy;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Timing;

/// <summary>What the due time of a step follows from.</summary>
public sealed record DueRequest
{
    public required Instant Now { get; init; }

    /// <summary>The previous step's actual send, the trigger for the first step, or the date the step is tied to.</summary>
    public required Instant Anchor { get; init; }

    public required StepDelay Delay { get; init; }

    public StepAnchor AnchorKind { get; init; } = StepAnchor.Previous;

    /// <summary>Already narrowed to the channel by <see cref="FollowUpPolicy.On"/>.</summary>
    public required FollowUpPolicy Policy { get; init; }

    public required SendCalendar Calendar { get; init; }

    /// <summary>The contact's zone.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>The last message to this contact that starts the minimum gap, if any.</summary>
    public Instant? LastSend { get; init; }

    /// <summary>From <see cref="Timing.Jitter.Share"/>, 0 to 1.</summary>
    public double Share { get; init; }
}
