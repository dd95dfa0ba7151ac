namespace ChatFlow.Core.FollowUps.Enums;

/// <summary>Where one run of a sequence stands. Only Active and Paused can still change.</summary>
public enum ExecutionStatus
{
    Active,
    Paused,

    /// <summary>It did its work: the contact replied or converted.</summary>
    Completed,

    /// <summary>It ran out: no answer, nowhere to send, conditions gone.</summary>
    Abandoned,

    /// <summary>Somebody or something ended it: opt-out, a person, a newer run, a deleted sequence.</summary>
    Cancelled,
}
