namespace ChatFlow.Core.FollowUps.Enums;

/// <summary>Why a run ended. The status that goes with each is <see cref="ExitReasons.StatusOf"/>.</summary>
public enum ExitReason
{
    Replied,
    Converted,
    OptedOut,
    MarketingStopped,
    Unreachable,
    Conditions,
    NoResponse,

    /// <summary>No moment within the next fourteen openings is allowed by every send window.</summary>
    NoWindow,

    /// <summary>The 24-hour window is closed and no step that is left has a template.</summary>
    WindowClosed,

    /// <summary>A newer run of the same sequence took over.</summary>
    Superseded,
    Manual,

    /// <summary>The event that started it was withdrawn (cart emptied, meeting cancelled, quote rejected).</summary>
    TriggerCancelled,
    SequenceOff,
    SequenceDeleted,
    ContactDeleted,
    Merged,

    /// <summary>The provider refused for good, or five tries were not enough.</summary>
    Failed,
}

public static class ExitReasons
{
    /// <summary>The terminal status that a run ends in for <paramref name="reason"/>.</summary>
    public static ExecutionStatus StatusOf(ExitReason reason) => reason switch
    {
        ExitReason.Replied or ExitReason.Converted => ExecutionStatus.Completed,
        ExitReason.Unreachable or ExitReason.Conditions or ExitReason.NoResponse or ExitReason.NoWindow
            or ExitReason.WindowClosed or ExitReason.Failed => ExecutionStatus.Abandoned,
        ExitReason.OptedOut or ExitReason.MarketingStopped or ExitReason.Superseded or ExitReason.Manual
            or ExitReason.TriggerCancelled or ExitReason.SequenceOff or ExitReason.SequenceDeleted
            or ExitReason.ContactDeleted or ExitReason.Merged => ExecutionStatus.Cancelled,
    };
}
