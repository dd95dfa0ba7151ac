using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Users;

/// <param name="Who">The person's e-mail; null for an API key, for ChatFlow itself and for somebody who was deleted.</param>
public sealed record AuditLine(Guid Id, DateTimeOffset At, string? Who, string Action, string? Subject);

/// <summary>Who did what, newest first; for admins.</summary>
public sealed class ReadAuditTrail(TenantDb tenants)
{
    /// <param name="cursor">The previous page's <c>Next</c>; ids are time-ordered.</param>
    public async Task<Result<Page<AuditLine>>> RunAsync(Actor actor, string? cursor, int? limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.CanAdminister)
            return new ForbiddenError();
        Guid? before = null;
        if (cursor is not null)
        {
            if (!Guid.TryParse(cursor, out var parsed))
                return new ValidationError("cursor_invalid", "This cursor was not issued here.", "cursor");
            before = parsed;
        }

        var size = PageSize.Clamp(limit);
        return await tenants.RunAsync<Result<Page<AuditLine>>>(actor.OrganizationId, async (db, stop) =>
        {
            var rows = await (from entry in db.Set<AuditEntry>().AsNoTracking()
                              join user in db.Set<User>() on entry.UserId equals user.Id into users
                              from user in users.DefaultIfEmpty()
                              where before == null || entry.Id < before
                              orderby entry.Id descending
                              select new AuditLine(entry.Id, entry.At, user == null ? null : user.Email, entry.Action, entry.Subject))
                .Take(size + 1).ToListAsync(stop);
            var next = rows.Count > size ? rows[size - 1].Id.ToString() : null;
            return new Page<AuditLine>(rows.Count > size ? rows[..size] : rows, next);
        }, ct);
    }
}
