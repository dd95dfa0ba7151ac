namespace ChatFlow.Core.FollowUps.Enums;

/// <summary>What was decided about a run; one row of its decision log each.</summary>
public enum DecisionKind
{
    Enrolled,
    NotEnrolled,
    Scheduled,
    Sent,
    Skipped,
    Moved,
    Paused,
    Resumed,
    Stopped,

    /// <summary>Refused for good by the provider.</summary>
    Failed,

    /// <summary>Provably not sent; tried again later.</summary>
    Retried,

    /// <summary>Cut off after the request was written; never resent by itself.</summary>
    Unknown,
    Converted,
}
