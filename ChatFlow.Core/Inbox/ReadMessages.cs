using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <param name="Cursor">The <c>next</c> of the page before; null is the newest page.</param>
/// <param name="Limit">How many; 50 unless said, 200 at most.</param>
public sealed record ReadMessagesRequest(Guid ContactId, string? Cursor = null, int? Limit = null);

/// <summary>A conversation's messages, newest first.</summary>
public sealed class ReadMessages(TenantDb tenants)
{
    public Task<Result<Page<MessageView>>> RunAsync(Actor actor, ReadMessagesRequest request, CancellationToken ct)
    {
        var cursor = Cursor.Read(request.Cursor);
        if (!cursor.IsSuccess)
            return Task.FromResult<Result<Page<MessageView>>>(cursor.Error);
        var size = PageSize.Clamp(request.Limit);
        return tenants.RunAsync<Result<Page<MessageView>>>(actor.OrganizationId, async (db, token) =>
        {
            var messages = db.Set<Message>().AsNoTracking().Where(m => m.ContactId == request.ContactId);
            if (cursor.Value is { } after)
                messages = messages.Where(m => EF.Functions.LessThan(ValueTuple.Create(m.OccurredAt, m.Id), ValueTuple.Create(after.At, after.Id)));
            var rows = await MessageRows.ReadAsync(db, messages.OrderByDescending(m => m.OccurredAt).ThenByDescending(m => m.Id).Take(size + 1), token);
            if (rows.Count == 0 && !await db.Set<Contact>().AnyAsync(c => c.Id == request.ContactId, token))
                return new ContactUnknown();
            return Keyset.Page(rows, size, m => m, m => m.Place);
        }, ct);
    }
}
