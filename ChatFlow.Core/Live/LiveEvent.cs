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
}

/// <summary>Something changed. Ids only: whoever listens reads for themselves, through their own organization.</summary>
public readonly record struct LiveEvent(Guid OrganizationId, LiveKind Kind, Guid? ContactId = null, Guid? Id = null);
