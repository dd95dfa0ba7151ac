using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Contacts;

/// <summary>Something that happened to a contact outside the conversation: fires triggers, counts as a conversion.</summary>
public sealed class ContactEvent : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Guid ContactId { get; set; }

    /// <summary><c>abandoned_cart</c>, <c>conversion</c> … or a name of the business's own.</summary>
    public required string Type { get; set; }

    /// <summary>Which cart, quote or meeting it speaks of.</summary>
    public string? Key { get; set; }
    public DateTimeOffset OccurredAt { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>A JSON object.</summary>
    public string Data { get; set; } = "{}";
}

internal sealed class ContactEventMapping : IEntityTypeConfiguration<ContactEvent>
{
    public void Configure(EntityTypeBuilder<ContactEvent> builder)
    {
        builder.ToTable("contact_events");
        builder.Property(e => e.Data).HasColumnType("jsonb");
    }
}
