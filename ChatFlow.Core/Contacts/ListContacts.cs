using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Contacts;

/// <param name="Cursor">The <c>next</c> of the page before; null is the first page.</param>
/// <param name="Limit">How many; 50 unless said, 200 at most.</param>
public sealed record ListContactsRequest(ContactFilter Filter, string? Cursor = null, int? Limit = null);

/// <summary>Contacts, newest first.</summary>
public sealed class ListContacts(TenantDb tenants)
{
    public Task<Result<Page<ContactView>>> RunAsync(Actor actor, ListContactsRequest request, CancellationToken ct)
    {
        var cursor = Cursor.Read(request.Cursor);
        if (!cursor.IsSuccess)
            return Task.FromResult<Result<Page<ContactView>>>(cursor.Error);
        var size = PageSize.Clamp(request.Limit);
        return tenants.RunAsync<Result<Page<ContactView>>>(actor.OrganizationId, async (db, token) =>
        {
            var rows = await request.Filter.ReadAsync(db, cursor.Value, size + 1, token);
            return rows.IsSuccess
                ? Keyset.Page(rows.Value, size, ContactView.Of, c => new Cursor(c.CreatedAt ?? DateTimeOffset.MinValue, c.Id))
                : rows.Error;
        }, ct);
    }
}
