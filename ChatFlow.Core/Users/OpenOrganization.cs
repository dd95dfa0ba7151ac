using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatFlow.Core.Users;

/// <param name="Slug">Null: made from the name.</param>
/// <param name="ChosenByOperator">A password from the command line: only its length is checked, and the e-mail counts as confirmed.</param>
public sealed record OpenOrganizationRequest(
    string Name, string? Slug, string AdminEmail, string AdminPassword, string? AdminName = null, bool ChosenByOperator = false)
{
    public string TimeZone { get; init; } = "America/Mexico_City";
    public string Country { get; init; } = "MX";
    public string Language { get; init; } = "es";

    /// <summary>Whether somebody has proved that the address is theirs (a link from a mail).</summary>
    public bool EmailConfirmed { get; init; }
}

public sealed record OpenedOrganization(Guid OrganizationId, string Slug, Guid AdminId);

/// <summary>An organization, its first admin and its connection-to-be, or nothing at all.</summary>
public sealed partial class OpenOrganization(TenantDb tenants, SecretCipher cipher, IPasswordHasher<User> hasher, TimeProvider clock)
{
    public async Task<Result<OpenedOrganization>> RunAsync(OpenOrganizationRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var name = request.Name?.Trim() ?? "";
        if (name.Length is 0 or > 255)
            return UserErrors.NameMissing;
        var slug = request.Slug?.Trim() ?? Slugs.From(name);
        if (!SlugShape().IsMatch(slug))
            return UserErrors.SlugInvalid;
        if (!Emails.TryRead(request.AdminEmail, out var email))
            return UserErrors.EmailInvalid;
        var weakness = request.ChosenByOperator ? PasswordRules.CheckOperators(request.AdminPassword) : PasswordRules.Check(request.AdminPassword, email);
        if (weakness is not null)
            return weakness;
        var organization = new Organization
        {
            Id = Ids.New(clock),
            Name = name,
            Slug = slug,
            TimeZone = request.TimeZone,
            Country = request.Country,
            Language = request.Language,
        };
        var admin = new User
        {
            Id = Ids.New(clock),
            OrganizationId = organization.Id,
            Email = email,
            Name = string.IsNullOrWhiteSpace(request.AdminName) ? null : request.AdminName.Trim(),
            Role = UserRole.Admin,
            EmailConfirmed = request.ChosenByOperator || request.EmailConfirmed,
            Language = request.Language,
            SecurityStamp = RandomNumberGenerator.GetHexString(32),
        };
        // Outside the transaction: it takes a tenth of a second on purpose.
        admin.PasswordHash = hasher.HashPassword(admin, request.AdminPassword);
        return await tenants.RunAsync(organization.Id, (db, token) => SaveAsync(db, organization, admin, token), ct);
    }

    private async Task<Result<OpenedOrganization>> SaveAsync(ChatFlowDb db, Organization organization, User admin, CancellationToken ct)
    {
        try
        {
            // One after the other: the model knows no foreign keys, so EF would not find this order itself.
            db.Add(organization);
            await db.SaveChangesAsync(ct);
            db.Add(admin);
            db.Add(ConnectionOf(organization));
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            return violation.TableName == "users" ? UserErrors.EmailTaken : UserErrors.SlugTaken;
        }

        db.Add(AuditEntry.Of(new Actor(organization.Id, admin.Id, UserRole.Admin), clock, "organization.opened", organization.Slug));
        await db.SaveChangesAsync(ct);
        return new OpenedOrganization(organization.Id, organization.Slug, admin.Id);
    }

    private BotConfig ConnectionOf(Organization organization)
    {
        var webhookKey = Tokens.New();
        return new BotConfig
        {
            Id = Ids.New(clock),
            OrganizationId = organization.Id,
            BusinessName = organization.Name,
            WebhookKeyHash = Tokens.Hash(webhookKey),
            WebhookKey = cipher.Encrypt(webhookKey, SecretContext.Of("bot_configs.webhook_key", organization.Id)),
            WebhookSecret = cipher.Encrypt(Tokens.New(), SecretContext.Of("bot_configs.webhook_secret", organization.Id)),
        };
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{1,62}$", RegexOptions.CultureInvariant)]
    private static partial Regex SlugShape();
}
