namespace ChatFlow.Core.FollowUps.Enums;

/// <summary>Why something was decided: the machine reason of the decision log, never null.</summary>
public enum DecisionReason
{
    /// <summary>Everything allowed it and its time had come.</summary>
    Due,
    NotDue,
    TooLate,
    QuietHours,
    NoWindow,

    /// <summary>Too soon after the last message to this contact.</summary>
    MinGap,

    /// <summary>Its number sends no faster (Evolution API).</summary>
    Paced,
    CapDay,
    CapWeek,
    CapMonth,

    /// <summary>Too soon after the last marketing template outside the 24-hour window.</summary>
    TemplateGap,
    MaxSteps,
    LifetimeOver,

    /// <summary>So many messages in a row without an answer that we stop.</summary>
    GaveUp,

    /// <summary>So many messages in a row delivered and never read that we stop.</summary>
    NeverRead,
    NoSteps,

    /// <summary>The last step is out; waiting whether an answer comes.</summary>
    AwaitingAnswer,

    /// <summary>All steps done, no answer.</summary>
    Finished,
    WindowClosed,
    MissingVariable,
    InvalidTemplate,
    MessageTooLong,
    AiUnavailable,
    ConditionsFalse,
    StepRetired,

    OptedOut,
    MarketingStopped,
    Unreachable,
    Replied,
    Converted,
    HumanTookOver,
    PausedByPerson,
    ChannelDown,
    SequenceOff,
    SequenceDeleted,
    Superseded,
    TriggerCancelled,
    ContactMerged,
    ContactDeleted,
    ContactWithoutAddress,
    AlreadyEnded,

    TriggerMatched,
    Manual,
    SkippedByPerson,
    SendNow,
    Resumed,

    AlreadyEnrolled,
    Cooldown,
    EventTooOld,
    NoPriorInbound,
    Closer,
    NotOurTurn,
    AlreadyHandled,

    ProviderAccepted,
    ProviderRefused,
    ProviderUnavailable,
    ProviderHoldsBack,
    OutcomeUnknown,
    TooManyFailures,
}
