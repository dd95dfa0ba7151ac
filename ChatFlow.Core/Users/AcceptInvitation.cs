using System.Security.Cryptography;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatFlow.Core.Users;

/// <summary>What the invited person is shown before they accept.</summary>
public sealed record OpenInvitation(string OrganizationName, string Email, UserRole Role, string Language);

/// <summary>Turns a link into a person of the organization, once.</summary>
public sealed class AcceptInvitation(TenantDb tenants, Gate gate, IPasswordHasher<User> hasher, TimeProvider clock)
{
    /// <summary>Unknown, used, withdrawn and expired links are one and the same answer.</summary>
    public async Task<Result<OpenInvitation>> FindAsync(string token, CancellationToken ct)
    {
        if (!Tokens.IsWellFormed(token) || await gate.FindInvitationAsync(Tokens.Hash(token), ct) is not { } found)
            return UserErrors.InvitationInvalid;
        return await tenants.RunAsync<Result<OpenInvitation>>(found.OrganizationId, async (db, stop) =>
        {
            var invitation = await db.Set<Invitation>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == found.InvitationId, stop);
            var organization = await db.Set<Organization>().AsNoTracking().SingleAsync(o => o.Id == found.OrganizationId, stop);
            return invitation is not null && IsOpen(invitation) && organization.IsActive
                ? new OpenInvitation(organization.Name, invitation.Email, invitation.Role, organization.Language)
                : UserErrors.InvitationInvalid;
        }, ct);
    }

    /// <summary>The new user's id.</summary>
    public async Task<Result<Guid>> RunAsync(string token, string name, string password, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 255)
            return UserErrors.NameMissing;
        var open = await FindAsync(token, ct);
        if (!open.IsSuccess)
            return open.Error;
        if (PasswordRules.Check(password, open.Value.Email) is { } weakness)
            return weakness;
        if (await gate.FindInvitationAsync(Tokens.Hash(token), ct) is not { } found)
            return UserErrors.InvitationInvalid;
        var user = new User
        {
            Id = Ids.New(clock),
            OrganizationId = found.OrganizationId,
            Email = open.Value.Email,
            Name = name.Trim(),
            // Whoever holds the link may have it from the admin and not from the mailbox.
            EmailConfirmed = false,
            Language = open.Value.Language,
            SecurityStamp = RandomNumberGenerator.GetHexString(32),
        };
        user.PasswordHash = hasher.HashPassword(user, password);
        return await tenants.RunAsync(found.OrganizationId, (db, stop) => SaveAsync(db, found.InvitationId, user, stop), ct);
    }

    private async Task<Result<Guid>> SaveAsync(ChatFlowDb db, Guid invitationId, User user, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // The update decides who was first, if the link is used twice at once.
        var claimed = await db.Set<Invitation>()
            .Where(i => i.Id == invitationId && i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.AcceptedAt, now), ct);
        if (claimed == 0)
            return UserErrors.InvitationInvalid;
        user.Role = await db.Set<Invitation>().Where(i => i.Id == invitationId).Select(i => i.Role).SingleAsync(ct);
        db.Add(user);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The e-mail has an account elsewhere; saying so would tell the inviting organization.
            return UserErrors.InvitationInvalid;
        }

        db.Add(AuditEntry.Of(new Actor(user.OrganizationId, user.Id, user.Role), clock, "user.joined", user.Email));
        await db.SaveChangesAsync(ct);
        return user.Id;
    }

    private bool IsOpen(Invitation invitation) =>
        invitation.AcceptedAt is null && invitation.RevokedAt is null && invitation.ExpiresAt > clock.GetUtcNow();
}
