namespace ChatFlow.Core.Data;

/// <summary>A row of one organization. EF filters on it and stamps it; PostgreSQL's policies guard it once more.</summary>
public interface ITenantOwned
{
    Guid OrganizationId { get; set; }
}
