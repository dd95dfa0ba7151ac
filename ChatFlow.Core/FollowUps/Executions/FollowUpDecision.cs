using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>What was decided about a run and why: the answer to "why did nothing happen?".</summary>
public sealed class FollowUpDecision : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Guid ExecutionId { get; set; }
    public DateTimeOffset At { get; set; }
    public int Step { get; set; }
    public DecisionKind Kind { get; set; }
    public DecisionReason Reason { get; set; }

    /// <summary>Until when a step was moved.</summary>
    public DateTimeOffset? Until { get; set; }

    /// <summary>The comparison that failed, where conditions decided.</summary>
    public string? Detail { get; set; }
}

internal sealed class FollowUpDecisionMapping : IEntityTypeConfiguration<FollowUpDecision>
{
    public void Configure(EntityTypeBuilder<FollowUpDecision> builder) => builder.ToTable("follow_up_decisions");
}
