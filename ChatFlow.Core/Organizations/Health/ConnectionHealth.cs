using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Organizations.Health;

/// <summary>The last measurement of an organization's connection: one row, so that whoever shows it reads one row.</summary>
public sealed class ConnectionHealth : ITenantOwned
{
    public Guid OrganizationId { get; set; }
    public HealthState State { get; set; }
    public DateTimeOffset StateSince { get; set; }
    public DateTimeOffset MeasuredAt { get; set; }
    public DateTimeOffset? LastInboundAt { get; set; }
    public DateTimeOffset? LastAcceptedAt { get; set; }
    public DateTimeOffset? LastAcknowledgedAt { get; set; }
    public int Sends { get; set; }
    public int Unacknowledged { get; set; }
    public int QueueLength { get; set; }
    public DateTimeOffset? QueueOldestAt { get; set; }

    /// <summary>Failures of the last 24 hours by class, as a JSON object of counts.</summary>
    public string Errors { get; set; } = "{}";

    /// <summary>Since when people have been told that something is wrong; null when nothing is.</summary>
    public DateTimeOffset? IncidentSince { get; set; }
}

internal sealed class ConnectionHealthMapping : IEntityTypeConfiguration<ConnectionHealth>
{
    public void Configure(EntityTypeBuilder<ConnectionHealth> builder)
    {
        builder.ToTable("connection_health");
        builder.HasKey(h => h.OrganizationId);
        builder.Property(h => h.Errors).HasColumnType("jsonb");
    }
}
