using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Contacts;

public sealed class DeleteContact(DeleteContacts many)
{
    public async Task<Result<Done>> RunAsync(Actor actor, Guid id, CancellationToken ct)
    {
        var deleted = await many.RunAsync(actor, [id], ct);
        if (!deleted.IsSuccess)
            return deleted.Error;
        return deleted.Value == 0 ? new ContactMissing() : default(Done);
    }
}

/// <summary>Takes contacts away with everything that hangs on them: conversation, messages, runs of sequences.</summary>
public sealed class DeleteContacts(TenantDb tenants, TimeProvider clock)
{
    public const int Most = 500;

    /// <returns>How many there were.</returns>
    public Task<Result<int>> RunAsync(Actor actor, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<int>>(new ForbiddenError());
        if (ids.Count is 0 or > Most)
            return Task.FromResult<Result<int>>(new ContactIdsInvalid(Most));
        return tenants.RunAsync<Result<int>>(actor.OrganizationId, async (db, token) =>
        {
            // Locked in the order of their ids, so that a batch of sends does not wait for us in a circle.
            var found = await db.QueryAsync(
                "SELECT id FROM contacts WHERE organization_id = $1 AND id = ANY ($2) ORDER BY id FOR UPDATE",
                r => r.GetGuid(0), token, actor.OrganizationId, ids.ToArray());
            if (found.Count == 0)
                return 0;
            await db.ExecuteAsync("DELETE FROM contacts WHERE organization_id = $1 AND id = ANY ($2)", token, actor.OrganizationId, found.ToArray());
            foreach (var id in found)
            {
                db.Add(AuditEntry.Of(actor, clock, "contact.deleted", id.ToString()));
                db.Publish(LiveKind.ContactChanged, id);
            }

            await db.SaveChangesAsync(token);
            return found.Count;
        }, ct);
    }
}
