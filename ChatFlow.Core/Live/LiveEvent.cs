namespace ChatFlow.Core.Live;

public enum LiveKind
{
    MessageAdded,
    MessageChanged,
    ConversationChanged,
    ContactChanged,
    ExecutionChanged,
    SequenceChanged,
    ConnectionChanged,
    SettingsChanged,

    /// <summary>A new code to pair a phone with, or the end of one.</summary>
    PairingChanged,

    /// <summary>On the simulator: the business is writing to this contact.</summary>
    Typing,
}

/// <summary>Something changed. Ids only: whoever listens reads for themselves, through their own organization.</summary>
public readonly record struct LiveEvent(Guid OrganizationId, LiveKind Kind, Guid? ContactId = null, Guid? Id = null);
