using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Contacts;

public sealed class GetContact(TenantDb tenants)
{
    public Task<Result<ContactView>> RunAsync(Actor actor, Guid id, CancellationToken ct) =>
        tenants.RunAsync<Result<ContactView>>(actor.OrganizationId, async (db, token) =>
            await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, token) is { } contact
                ? ContactView.Of(contact)
                : new ContactMissing(), ct);
}
