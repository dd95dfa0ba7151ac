using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Users;

public sealed record TeamMember(
    Guid Id, string? Name, string Email, UserRole Role, bool IsActive, bool TwoFactorEnabled, DateTimeOffset? LastLoginAt, DateTimeOffset? CreatedAt);

public sealed record PendingInvitation(Guid Id, string Email, UserRole Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

public sealed record Team(IReadOnlyList<TeamMember> Members, IReadOnlyList<PendingInvitation> Invitations);

/// <summary>The people of an organization and its open invitations (these for admins only), newest invitation first.</summary>
public sealed class ReadTeam(TenantDb tenants, TimeProvider clock)
{
    public Task<Team> RunAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return tenants.RunAsync(actor.OrganizationId, async (db, stop) =>
        {
            var members = await db.Set<User>().AsNoTracking().OrderBy(u => u.CreatedAt).ThenBy(u => u.Id)
                .Select(u => new TeamMember(u.Id, u.Name, u.Email, u.Role, u.IsActive, u.TwoFactorEnabled, u.LastLoginAt, u.CreatedAt))
                .Take(PageSize.Maximum).ToListAsync(stop);
            if (!actor.CanAdminister)
                return new Team(members, []);
            var now = clock.GetUtcNow();
            var invitations = await db.Set<Invitation>().AsNoTracking()
                .Where(i => i.AcceptedAt == null && i.RevokedAt == null && i.ExpiresAt > now)
                .OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id)
                .Select(i => new PendingInvitation(i.Id, i.Email, i.Role, i.CreatedAt, i.ExpiresAt))
                .Take(PageSize.Maximum).ToListAsync(stop);
            return new Team(members, invitations);
        }, ct);
    }
}
