using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Timing;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Policy;

/// <summary>
/// The numbers a sequence keeps to. A strategy is a preset of them; a sequence stores only the cells it overrides
/// (<see cref="PolicyJson"/>).
/// </summary>
public sealed record FollowUpPolicy
{
    public required FollowUpStrategy Strategy { get; init; }

    /// <summary>What every step delay is multiplied by.</summary>
    public required double DelayMultiplier { get; init; }

    /// <summary>The least wait before a step, minutes. Between steps the gap is longer, so it matters for the first one.</summary>
    public required int DelayFloorMinutes { get; init; }

    /// <summary>Messages one run may send.</summary>
    public required int MaxSteps { get; init; }

    /// <summary>Automated messages to a contact in one of its local days, all sequences together.</summary>
    public required int MaxPerDay { get; init; }

    public required int MaxPer7Days { get; init; }

    public required int MaxPer30Days { get; init; }

    /// <summary>Minutes between two automated messages to a contact; a person's message starts it too.</summary>
    public required int MinGapMinutes { get; init; }

    /// <summary>Minutes between two marketing templates outside the 24-hour window.</summary>
    public required int TemplateGapMinutes { get; init; }

    public required SendWindow Window { get; init; }

    public required int GiveUpAfterUnanswered { get; init; }

    /// <summary>Messages in a row delivered but never read.</summary>
    public required int GiveUpAfterUnread { get; init; }

    public required int MaxLifetimeDays { get; init; }

    /// <summary>How long "later" or "not now" pauses a run.</summary>
    public required int LaterPauseDays { get; init; }

    public required int ReentryCooldownDays { get; init; }

    /// <summary>How long a step over the cap may wait, minutes; longer and it is skipped. 0 skips at once.</summary>
    public required int OverCapDelayMinutes { get; init; }

    /// <summary>Up to so many minutes are added to a due time.</summary>
    public required int JitterMinutes { get; init; }

    /// <summary>After the last step a run stays open so long for an answer, minutes; then it ends without one.</summary>
    public required int FinalWaitMinutes { get; init; }

    /// <summary>Lifts caps, gaps, windows and floors; honoured on the simulator channel only.</summary>
    public bool LiftLimits { get; init; }

    public Duration DelayFloor => Duration.FromMinutes(DelayFloorMinutes);

    public Duration MinGap => Duration.FromMinutes(MinGapMinutes);

    public Duration TemplateGap => Duration.FromMinutes(TemplateGapMinutes);

    public Duration OverCapDelay => Duration.FromMinutes(OverCapDelayMinutes);

    public Duration FinalWait => Duration.FromMinutes(FinalWaitMinutes);

    public Duration MaxLifetime => Duration.FromDays(MaxLifetimeDays);

    /// <summary>The preset of a strategy.</summary>
    public static FollowUpPolicy For(FollowUpStrategy strategy) => PolicyPresets.Of(strategy);

    /// <summary>What applies on a channel: limits are lifted only where no real person is written to.</summary>
    public FollowUpPolicy On(bool isSimulator) => !LiftLimits || !isSimulator
        ? this with { LiftLimits = false }
        : this with
        {
            DelayFloorMinutes = 0,
            MaxSteps = int.MaxValue,
            MaxPerDay = int.MaxValue,
            MaxPer7Days = int.MaxValue,
            MaxPer30Days = int.MaxValue,
            MinGapMinutes = 0,
            TemplateGapMinutes = 0,
            JitterMinutes = 0,
            Window = SendWindow.Always,
        };

    /// <summary>Everything that is out of range, one error a field; empty when the policy is sound.</summary>
    public IReadOnlyList<ValidationError> Validate() => PolicyRules.Check(this);
}
