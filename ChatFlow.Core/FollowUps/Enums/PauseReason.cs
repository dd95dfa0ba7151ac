namespace ChatFlow.Core.FollowUps.Enums;

/// <summary>Why a run waits without a due time.</summary>
public enum PauseReason
{
    /// <summary>A person holds the conversation, or answered from the phone.</summary>
    Human,

    /// <summary>Somebody paused this run by hand.</summary>
    Manual,

    /// <summary>The channel is logged out or its token is refused.</summary>
    Channel,

    /// <summary>The sequence is switched off.</summary>
    Sequence,

    /// <summary>Sending failed again and again; a person must look.</summary>
    Error,
}
