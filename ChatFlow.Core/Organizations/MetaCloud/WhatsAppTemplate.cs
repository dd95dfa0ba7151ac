using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>A template of the business at Meta; known by its name and language.</summary>
public sealed class WhatsAppTemplate : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public string? ProviderId { get; set; }
    public required string Name { get; set; }
    public required string Language { get; set; }
    public TemplateStatus Status { get; set; }
    public TemplateCategory Category { get; set; }

    /// <summary>GREEN, YELLOW, RED or UNKNOWN, as Meta writes it.</summary>
    public string? Quality { get; set; }
    public string? RejectedReason { get; set; }

    /// <summary>Placeholders have names instead of numbers.</summary>
    public bool Named { get; set; }

    /// <summary>Meta's array; read it with <see cref="TemplateContent"/>.</summary>
    public string Components { get; set; } = "[]";
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}

internal sealed class WhatsAppTemplateMapping : IEntityTypeConfiguration<WhatsAppTemplate>
{
    public void Configure(EntityTypeBuilder<WhatsAppTemplate> builder)
    {
        builder.ToTable("whatsapp_templates");
        builder.Property(t => t.Components).HasColumnType("jsonb");
    }
}
