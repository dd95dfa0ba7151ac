using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>A sale or another goal, and the run that it is credited to, if any.</summary>
public sealed class Conversion : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Guid ContactId { get; set; }
    public Guid EventId { get; set; }
    public Guid? SequenceId { get; set; }
    public Guid? ExecutionId { get; set; }
    public DateTimeOffset OccurredAt { get; set; }
    public decimal? Value { get; set; }
    public string? Currency { get; set; }
}

internal sealed class ConversionMapping : IEntityTypeConfiguration<Conversion>
{
    public void Configure(EntityTypeBuilder<Conversion> builder)
    {
        builder.ToTable("conversions");
        builder.Property(c => c.Value).HasPrecision(14, 2);
    }
}
