using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>
/// One contact's run through a sequence, and the durable timer of its next step: <see cref="DispatchAt"/> is what the
/// dispatcher claims (null while a message is in flight or the run waits), <see cref="NextScheduledAt"/> is the promise.
/// </summary>
public sealed class FollowUpExecution : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Guid SequenceId { get; set; }
    public Guid ContactId { get; set; }
    public string? ContactPhone { get; set; }
    public string? ContactName { get; set; }
    public ExecutionStatus Status { get; set; } = ExecutionStatus.Active;

    /// <summary>The order of the step that is next.</summary>
    public int CurrentStep { get; set; }
    public DateTimeOffset? NextScheduledAt { get; set; }
    public string ConversationContext { get; set; } = "{}";
    public string TriggerData { get; set; } = "{}";
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
    public DateTimeOffset? LastMessageSentAt { get; set; }
    public bool Converted { get; set; }
    public int TotalMessagesSent { get; set; }
    public DateTimeOffset? DispatchAt { get; set; }
    public int LeaseToken { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    public int Attempt { get; set; }

    /// <summary>Which cart, quote or meeting; one open run for each.</summary>
    public string ScopeKey { get; set; } = "";

    /// <summary>What started it; never starts it twice.</summary>
    public string? EntryKey { get; set; }

    /// <summary>The message of ours that nobody answered.</summary>
    public Guid? AnchorMessageId { get; set; }
    public ExitReason? ExitReason { get; set; }
    public PauseReason? PauseReason { get; set; }
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>What was left of the wait when it was paused.</summary>
    public int? RemainingSeconds { get; set; }
}

internal sealed class FollowUpExecutionMapping : IEntityTypeConfiguration<FollowUpExecution>
{
    public void Configure(EntityTypeBuilder<FollowUpExecution> builder)
    {
        builder.ToTable("follow_up_executions");
        builder.Property(e => e.ConversationContext).HasColumnType("jsonb");
        builder.Property(e => e.TriggerData).HasColumnType("jsonb");
    }
}
