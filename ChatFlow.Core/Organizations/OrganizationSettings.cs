using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <param name="TimeZone">IANA name.</param>
/// <param name="Country">ISO 3166 alpha-2: how a phone number without a country code is read.</param>
/// <param name="Language">es, en or pt.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record OrganizationSettings(string Name, string Slug, OrganizationPlan Plan, string TimeZone, string Country, string Language, string Currency)
{
    internal static OrganizationSettings Of(Organization o) => new(o.Name, o.Slug, o.Plan, o.TimeZone, o.Country, o.Language, o.Currency);
}

public sealed class GetOrganizationSettings(TenantDb tenants)
{
    public Task<Result<OrganizationSettings>> RunAsync(Actor actor, CancellationToken ct) =>
        tenants.RunAsync<Result<OrganizationSettings>>(actor.OrganizationId, async (db, token) =>
            OrganizationSettings.Of(await db.Set<Organization>().AsNoTracking().SingleAsync(o => o.Id == actor.OrganizationId, token)), ct);
}
