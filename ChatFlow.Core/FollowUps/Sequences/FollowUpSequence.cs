using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>A chain of messages that chases what went quiet. Retired ones are archived: their history stays.</summary>
public sealed class FollowUpSequence : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public required string Name { get; set; }
    public string? Description { get; set; }
    public bool Enabled { get; set; }
    public TriggerType TriggerType { get; set; }

    /// <summary>A JSON object, read by <see cref="Triggers.TriggerConfig"/>.</summary>
    public string TriggerConfig { get; set; } = "{}";
    public FollowUpStrategy Strategy { get; set; } = FollowUpStrategy.Moderate;
    public string Conditions { get; set; } = "{}";
    public DateTimeOffset? CreatedAt { get; set; }
    public DateTimeOffset? UpdatedAt { get; set; }
    public Guid? CreatedBy { get; set; }

    /// <summary>Kept by the database: runs that completed, and those of them that converted.</summary>
    public int TotalExecutions { get; set; }
    public int SuccessfulConversions { get; set; }

    /// <summary>The cells that differ from the strategy's preset, read by <see cref="Policy.PolicyJson"/>.</summary>
    public string Policy { get; set; } = "{}";

    /// <summary>A JSON object: <c>event</c> (what counts as a conversion) and <c>windowDays</c>.</summary>
    public string Goal { get; set; } = "{}";
    public bool ExitOnReply { get; set; } = true;
    public int Version { get; set; } = 1;
    public DateTimeOffset? ArchivedAt { get; set; }
}

internal sealed class FollowUpSequenceMapping : IEntityTypeConfiguration<FollowUpSequence>
{
    public void Configure(EntityTypeBuilder<FollowUpSequence> builder)
    {
        builder.ToTable("follow_up_sequences");
        builder.Property(s => s.TriggerConfig).HasColumnType("jsonb");
        builder.Property(s => s.Conditions).HasColumnType("jsonb");
        builder.Property(s => s.Policy).HasColumnType("jsonb");
        builder.Property(s => s.Goal).HasColumnType("jsonb");
        builder.Property(s => s.UpdatedAt).ValueGeneratedOnAddOrUpdate();

        // The database counts; a save of an old copy must not count back.
        builder.Property(s => s.TotalExecutions).ValueGeneratedOnAddOrUpdate();
        builder.Property(s => s.SuccessfulConversions).ValueGeneratedOnAddOrUpdate();
    }
}
