using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using PhoneNumbers;

namespace ChatFlow.Core.Organizations;

/// <summary>Null leaves a setting as it is.</summary>
public sealed record UpdateOrganizationSettingsRequest(
    string? Name = null, string? TimeZone = null, string? Country = null, string? Language = null, string? Currency = null);

public sealed class UpdateOrganizationSettings(TenantDb tenants, TimeProvider clock)
{
    private static readonly HashSet<string> s_countries = PhoneNumberUtil.GetInstance().GetSupportedRegions();

    /// <summary>What may be chosen: ISO 3166 codes.</summary>
    public static IReadOnlyCollection<string> Countries => s_countries;

    /// <summary>What may be chosen: IANA names.</summary>
    public static IReadOnlyCollection<string> TimeZones => DateTimeZoneProviders.Tzdb.Ids;

    public Task<Result<OrganizationSettings>> RunAsync(Actor actor, UpdateOrganizationSettingsRequest request, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return Task.FromResult<Result<OrganizationSettings>>(new ForbiddenError());
        if (Check(request) is { } problem)
            return Task.FromResult<Result<OrganizationSettings>>(problem);
        return tenants.RunAsync<Result<OrganizationSettings>>(actor.OrganizationId, async (db, token) =>
        {
            var organization = await db.Set<Organization>().SingleAsync(o => o.Id == actor.OrganizationId, token);
            organization.Name = request.Name?.Trim() ?? organization.Name;
            organization.TimeZone = request.TimeZone ?? organization.TimeZone;
            organization.Country = request.Country?.ToUpperInvariant() ?? organization.Country;
            organization.Language = request.Language ?? organization.Language;
            organization.Currency = request.Currency?.ToUpperInvariant() ?? organization.Currency;
            db.Add(AuditEntry.Of(actor, clock, "organization.changed"));
            await db.SaveChangesAsync(token);
            db.Publish(LiveKind.SettingsChanged);
            return OrganizationSettings.Of(organization);
        }, ct);
    }

    /// <summary>What is wrong with the settings of an organization, new or old.</summary>
    public static ValidationError? Check(UpdateOrganizationSettingsRequest request) => request switch
    {
        { Name: { } name } when TextRules.Require(name, 255, "name") is { } problem => problem,
        { TimeZone: { } zone } when DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null => new TimeZoneInvalid(),
        { Country: { } country } when !s_countries.Contains(country.ToUpperInvariant()) => new CountryInvalid(),
        { Language: not (null or "es" or "en" or "pt") } => new LanguageInvalid(),
        { Currency: { } currency } when currency.Length != 3 || !currency.All(char.IsAsciiLetter) => new CurrencyInvalid(),
        _ => null,
    };
}
