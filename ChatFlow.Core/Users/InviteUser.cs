using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Users;

/// <summary>The token stands in the link; it is not stored and cannot be shown again.</summary>
public sealed record IssuedInvitation(Guid Id, string Email, UserRole Role, string Token, DateTimeOffset ExpiresAt);

/// <summary>
/// A link for one person. An e-mail that belongs to another organization is invited all the same: the answer must not
/// tell who has an account elsewhere. Earlier invitations of the same address end.
/// </summary>
public sealed class InviteUser(TenantDb tenants, TimeProvider clock)
{
    public static readonly TimeSpan ValidFor = TimeSpan.FromDays(7);

    public async Task<Result<IssuedInvitation>> RunAsync(Actor actor, string email, UserRole role, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.CanAdminister)
            return new ForbiddenError();
        if (!Emails.TryRead(email, out var address))
            return UserErrors.EmailInvalid;
        var token = Tokens.New();
        return await tenants.RunAsync<Result<IssuedInvitation>>(actor.OrganizationId, async (db, stop) =>
        {
            var normalized = Emails.Normalize(address);
            if (await db.Set<User>().AnyAsync(u => u.NormalizedEmail == normalized, stop))
                return UserErrors.AlreadyInTeam;
            var now = clock.GetUtcNow();
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE invitations SET revoked_at = {now}
                WHERE organization_id = {actor.OrganizationId} AND upper(email) = {normalized} AND accepted_at IS NULL AND revoked_at IS NULL
                """,
                stop);
            var invitation = new Invitation
            {
                Id = Ids.New(clock),
                Email = address,
                Role = role,
                TokenHash = Tokens.Hash(token),
                InvitedBy = actor.UserId,
                CreatedAt = now,
                ExpiresAt = now + ValidFor,
            };
            db.Add(invitation);
            db.Add(AuditEntry.Of(actor, clock, "user.invited", address));
            await db.SaveChangesAsync(stop);
            return new IssuedInvitation(invitation.Id, address, role, token, invitation.ExpiresAt);
        }, ct);
    }
}
