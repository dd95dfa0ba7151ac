using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Contacts;

public enum ContactStatus
{
    Lead,
    Contacted,
    Customer,
    Churned,
}

/// <summary>Somebody the business talks to. The counters are kept by the database (<c>update_contact_metrics</c>).</summary>
public sealed class Contact : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }

    /// <summary>E.164 with <c>+</c>; null for people whose number is hidden.</summary>
    public string? Phone { get; set; }
    public string? Name { get; set; }
    public string? Email { get; set; }
    public ContactStatus Status { get; set; } = ContactStatus.Lead;

    /// <summary>A JSON object.</summary>
    public string CustomFields { get; set; } = "{}";
    public int MessagesReceived { get; set; }
    public int MessagesSent { get; set; }
    public DateTimeOffset? LastContactAt { get; set; }
    public int LeadScore { get; set; }
    public int FollowupCount { get; set; }
    public DateTimeOffset? LastFollowupAt { get; set; }
    public DateTimeOffset? CreatedAt { get; set; }
    public DateTimeOffset? UpdatedAt { get; set; }

    /// <summary>A person wrote the name: WhatsApp's own no longer overwrites it.</summary>
    public bool NamedByUser { get; set; }
    public List<string> Tags { get; set; } = [];

    /// <summary>IANA name, or null: the organization's.</summary>
    public string? TimeZone { get; set; }
    public string? Language { get; set; }
    public DateTimeOffset? LastInboundAt { get; set; }
    public DateTimeOffset? OptedOutAt { get; set; }

    /// <summary>Meta's own "stop marketing": free-form answers stay allowed.</summary>
    public DateTimeOffset? MarketingOptedOutAt { get; set; }

    /// <summary>The public name of somebody whose number may be hidden, without <c>@</c>. It changes: it identifies nobody.</summary>
    public string? Username { get; set; }

    /// <summary>How often WhatsApp could not deliver to this person, and when last.</summary>
    public int UndeliverableCount { get; set; }
    public DateTimeOffset? UndeliverableAt { get; set; }

    /// <summary>WhatsApp wants marketing to this person to wait until then.</summary>
    public DateTimeOffset? MarketingHeldUntil { get; set; }

    /// <summary>When WhatsApp last said that this person's 24-hour window is closed.</summary>
    public DateTimeOffset? WindowRefusedAt { get; set; }

    /// <summary>Twice undeliverable and not heard of since: automatic messages leave this person alone.</summary>
    public bool IsUnreachable => UndeliverableCount >= 2 && !(LastInboundAt > UndeliverableAt);

    /// <summary>Written by the database: what the search looks through, without case and accents.</summary>
    public string SearchText { get; set; } = "";
}

internal sealed class ContactMapping : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        builder.ToTable("contacts");
        builder.Property(c => c.CustomFields).HasColumnType("jsonb");
        builder.Ignore(c => c.IsUnreachable);
        builder.Property(c => c.SearchText).ValueGeneratedOnAddOrUpdate();
        builder.Property(c => c.UpdatedAt).ValueGeneratedOnAddOrUpdate();
    }
}
