using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>One message of a sequence (the seed's <c>follow_up_messages</c>). Retired, never deleted: its logs stay.</summary>
public sealed class FollowUpStep : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Guid SequenceId { get; set; }

    /// <summary>From 1; a retired step's is moved out of the way.</summary>
    public int StepOrder { get; set; }
    public int DelayAmount { get; set; }
    public DelayUnit DelayUnit { get; set; }
    public required string MessageTemplate { get; set; }
    public StepMessageType MessageType { get; set; } = StepMessageType.Fixed;
    public string? AiContextInstructions { get; set; }
    public string? ImageUrl { get; set; }
    public string AvailableVariables { get; set; } = "[]";
    public string SendConditions { get; set; } = "{}";
    public DateTimeOffset? CreatedAt { get; set; }
    public DateTimeOffset? UpdatedAt { get; set; }

    /// <summary>Sent instead where a variable of the text is missing.</summary>
    public string? FallbackText { get; set; }
    public DateTimeOffset? RetiredAt { get; set; }
}

internal sealed class FollowUpStepMapping : IEntityTypeConfiguration<FollowUpStep>
{
    public void Configure(EntityTypeBuilder<FollowUpStep> builder)
    {
        builder.ToTable("follow_up_messages");
        builder.Property(s => s.AvailableVariables).HasColumnType("jsonb");
        builder.Property(s => s.SendConditions).HasColumnType("jsonb");
        builder.Property(s => s.UpdatedAt).ValueGeneratedOnAddOrUpdate();
    }
}
