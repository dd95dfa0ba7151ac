using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Contacts;

public enum IdentityKind
{
    Phone,
    Whatsapp,
    Lid,
    Bsuid,
    Chatwoot,
}

/// <summary>One of the names under which providers know a contact; unique in its organization.</summary>
public sealed class ContactIdentity : ITenantOwned
{
    public Guid OrganizationId { get; set; }
    public IdentityKind Kind { get; set; }

    /// <summary>The canonical form: one person has one, whatever the spelling.</summary>
    public required string Value { get; set; }
    public Guid ContactId { get; set; }

    /// <summary>As the provider wrote it: what to send to.</summary>
    public required string Address { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class ContactIdentityMapping : IEntityTypeConfiguration<ContactIdentity>
{
    public void Configure(EntityTypeBuilder<ContactIdentity> builder)
    {
        builder.ToTable("contact_identities");
        builder.HasKey(i => new { i.OrganizationId, i.Kind, i.Value });
    }
}
