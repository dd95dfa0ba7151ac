using ChatFlow.Core.Channels;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Policy;
using ChatFlow.Core.FollowUps.Timing;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Planning;

/// <summary>
/// Everything a decision about one run follows from, read under the contact's lock in the transaction that records it.
/// Instants are UTC; "automated" sends are those of all sequences together.
/// </summary>
public sealed record PlannerInput
{
    public required Instant Now { get; init; }

    public required Guid ExecutionId { get; init; }

    public ExecutionStatus Status { get; init; } = ExecutionStatus.Active;

    public PauseReason? PauseReason { get; init; }

    /// <summary>When the run was started.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>The order of the step that is next; steps below it are done or passed over.</summary>
    public int CurrentStep { get; init; }

    /// <summary>When the next step was promised (<c>next_scheduled_at</c>).</summary>
    public required Instant PlannedAt { get; init; }

    /// <summary>The first promise for this step, if it has been moved since; the cap's patience counts from it.</summary>
    public Instant? FirstPlannedAt { get; init; }

    /// <summary>The date of the trigger that steps may be tied to (a meeting's start).</summary>
    public Instant? TriggerDate { get; init; }

    /// <summary>Messages this run has sent.</summary>
    public int SentByThisRun { get; init; }

    public required IReadOnlyList<PlannerStep> Steps { get; init; }

    public required FollowUpPolicy Policy { get; init; }

    /// <summary>The contact's zone.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>The organization's own window beside the sequence's, if it has one.</summary>
    public SendWindow? OrganizationWindow { get; init; }

    public IReadOnlySet<LocalDate> ClosedDates { get; init; } = new HashSet<LocalDate>();

    public required ChannelType Channel { get; init; }

    public bool ChannelUsable { get; init; } = true;

    /// <summary>Meta only: the contact wrote within 24 hours. Other channels have no such window.</summary>
    public bool ServiceWindowOpen { get; init; }

    public bool SequenceEnabled { get; init; } = true;

    public bool SequenceDeleted { get; init; }

    /// <summary>A reply ends the run; without it only a conversion, an opt-out or the end does.</summary>
    public bool ExitOnReply { get; init; } = true;

    /// <summary>Marketing may be stopped apart from service messages.</summary>
    public bool IsMarketing { get; init; } = true;

    public bool ContactOptedOut { get; init; }

    public bool MarketingStopped { get; init; }

    public bool ContactUnreachable { get; init; }

    /// <summary>The provider holds automatic messages to this person back until then.</summary>
    public Instant? HeldUntil { get; init; }

    public bool HeldByPerson { get; init; }

    public bool RepliedSinceStart { get; init; }

    public bool Converted { get; init; }

    /// <summary>The sequence's conditions, evaluated now: who no longer meets them leaves it.</summary>
    public bool SequenceConditionsHold { get; init; } = true;

    /// <summary>The step's own conditions, evaluated now.</summary>
    public bool ConditionsHold { get; init; } = true;

    /// <summary>Why the text could not be made (missing variable, no answer from the model), or null.</summary>
    public DecisionReason? ContentProblem { get; init; }

    /// <summary>When automated messages went to this contact in the last 30 days and a day, in any order.</summary>
    public IReadOnlyList<Instant> AutomatedSends { get; init; } = [];

    /// <summary>
    /// The last message a person of the organization sent; it never counts for a cap but starts the gap. Not the very
    /// message that a no_response run follows up: the wait after that one is the trigger's and the step's.
    /// </summary>
    public Instant? LastManualSend { get; init; }

    public Instant? LastTemplateSend { get; init; }

    /// <summary>Automated messages in a row that the contact has not answered.</summary>
    public int Unanswered { get; init; }

    /// <summary>Automated messages in a row that were delivered and not read.</summary>
    public int Unread { get; init; }

    internal bool IsSimulator => Channel is ChannelType.Simulator;

    internal bool WindowClosed => Channel is ChannelType.MetaApi && !ServiceWindowOpen;

    internal FollowUpPolicy EffectivePolicy => Policy.On(IsSimulator);

    internal bool LimitsLifted => Policy.LiftLimits && IsSimulator;

    internal SendCalendar Calendar => LimitsLifted
        ? SendCalendar.Always
        : new SendCalendar(OrganizationWindow is { } own ? [Policy.Window, own] : [Policy.Window], ClosedDates);

    internal PlannerStep? Step => Steps.Where(s => s.Order >= CurrentStep && !s.IsRetired).MinBy(s => s.Order);

    internal PlannerStep? StepAfter(int order) => Steps.Where(s => s.Order > order && !s.IsRetired).MinBy(s => s.Order);
}
