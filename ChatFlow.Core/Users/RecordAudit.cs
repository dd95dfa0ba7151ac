using ChatFlow.Core.Data;

namespace ChatFlow.Core.Users;

/// <summary>Writes down what somebody did, for what has no transaction of its own to take part in.</summary>
public sealed class RecordAudit(TenantDb tenants, TimeProvider clock)
{
    public Task RunAsync(Actor actor, string action, string? subject, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return tenants.RunAsync(
            actor.OrganizationId,
            (db, stop) =>
            {
                db.Add(AuditEntry.Of(actor, clock, action, subject));
                return db.SaveChangesAsync(stop);
            },
            ct);
    }
}
