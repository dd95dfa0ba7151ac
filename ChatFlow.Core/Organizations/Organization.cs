using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Organizations;

public enum OrganizationPlan
{
    Starter,
    Pro,
    Business,
    Enterprise,
}

public enum CompanyRole
{
    Vendedor,
    Asistente,
    Soporte,
    Agendador,
}

public enum WhatsAppMethod
{
    Qr,
    MetaApi,
    Simulator,
}

/// <summary>
/// A business. Its <c>whatsapp_*</c> and <c>meta_*</c> columns follow <see cref="BotConfig"/>, which is the truth; its
/// <c>ai_*</c> columns are the company's profile for texts that a model writes.
/// </summary>
public sealed class Organization
{
    public Guid Id { get; set; }
    public required string Name { get; set; }
    public required string Slug { get; set; }
    public OrganizationPlan Plan { get; set; } = OrganizationPlan.Starter;
    public bool IsActive { get; set; } = true;
    public bool AiEnabled { get; set; }
    public CompanyRole? AiRole { get; set; } = CompanyRole.Vendedor;
    public string? AiCompanyInfo { get; set; }
    public string? AiProductsInfo { get; set; }
    public string? AiObjective { get; set; }
    public bool? AiBusinessHoursOnly { get; set; } = true;
    public WhatsAppMethod? WhatsappMethod { get; set; } = WhatsAppMethod.Qr;
    public string? WhatsappInstanceId { get; set; }
    public bool? WhatsappConnected { get; set; } = false;
    public string? WhatsappPhone { get; set; }
    public string? MetaAccessToken { get; set; }
    public string? MetaWabaId { get; set; }
    public bool? FollowupEnabled { get; set; } = true;
    public string? FollowupConfig { get; set; }
    public DateTimeOffset? CreatedAt { get; set; }
    public DateTimeOffset? UpdatedAt { get; set; }

    /// <summary>IANA name; everything that people see is shown in this zone.</summary>
    public string TimeZone { get; set; } = "America/Mexico_City";

    /// <summary>ISO 3166 alpha-2: how a phone number without a country code is read.</summary>
    public string Country { get; set; } = "MX";
    public string Language { get; set; } = "es";
    public string Currency { get; set; } = "USD";
}

internal sealed class OrganizationMapping : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> builder)
    {
        builder.ToTable("organizations");
        builder.Property(o => o.FollowupConfig).HasColumnType("jsonb");
        builder.Property(o => o.UpdatedAt).ValueGeneratedOnAddOrUpdate();
    }
}
