using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Users;

/// <summary>Who did what, when. No message text, no secret.</summary>
public sealed class AuditEntry : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public DateTimeOffset At { get; set; }
    public Guid? UserId { get; set; }

    /// <summary>Subject and verb: <c>connection.changed</c>, <c>user.deactivated</c>.</summary>
    public required string Action { get; set; }
    public string? Subject { get; set; }
    public string Detail { get; set; } = "{}";

    public static AuditEntry Of(Actor actor, TimeProvider clock, string action, string? subject = null) => new()
    {
        Id = Ids.New(clock),
        OrganizationId = actor.OrganizationId,
        At = clock.GetUtcNow(),
        UserId = actor.UserId,
        Action = action,
        Subject = subject,
    };
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.Property(a => a.Detail).HasColumnType("jsonb");
    }
}
