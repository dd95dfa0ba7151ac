using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.Statistics;

/// <summary>Something that happened with a contact, at its moment.</summary>
public sealed record TimelineEntry(DateTimeOffset At, Guid Id, TimelineFact Fact);

public abstract record TimelineFact
{
    /// <summary>The messages of one day in the organization's zone; the entry's moment is that of the last.</summary>
    public sealed record MessagesOfDay(int Received, int Sent) : TimelineFact;

    /// <summary>A contact event, and what it was worth if it counted as a conversion.</summary>
    public sealed record EventHappened(string Type, string? Key, bool Converted, decimal? Value, string? Currency) : TimelineFact;

    /// <param name="Step">Its number in the sequence, from 1; 0 when the decision concerns none.</param>
    /// <param name="Until">Until when a step was moved, or when the next is due.</param>
    public sealed record FollowUpDecided(
        Guid ExecutionId, Guid SequenceId, string Sequence, int Step, DecisionKind Kind, DecisionReason Reason, DateTimeOffset? Until) : TimelineFact;

    /// <summary>The first entry of every contact.</summary>
    public sealed record ContactCreated : TimelineFact;
}
