using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Users;

/// <summary>Makes a link useless; doing it twice is no failure.</summary>
public sealed class RevokeInvitation(TenantDb tenants, TimeProvider clock)
{
    public async Task<Result<Done>> RunAsync(Actor actor, Guid invitationId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.CanAdminister)
            return new ForbiddenError();
        return await tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, stop) =>
        {
            var invitation = await db.Set<Invitation>().SingleOrDefaultAsync(i => i.Id == invitationId && i.AcceptedAt == null, stop);
            if (invitation is null)
                return UserErrors.InvitationInvalid;
            if (invitation.RevokedAt is null)
            {
                invitation.RevokedAt = clock.GetUtcNow();
                db.Add(AuditEntry.Of(actor, clock, "invitation.revoked", invitation.Email));
                await db.SaveChangesAsync(stop);
            }

            return default(Done);
        }, ct);
    }
}
