using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <summary>Messages by their ids: what has just changed on a page, or one for a program.</summary>
public sealed class ReadMessage(TenantDb tenants)
{
    public async Task<Result<MessageView>> RunAsync(Actor actor, Guid id, CancellationToken ct) =>
        await RunAsync(actor, [id], ct) is [var message] ? message : new MessageUnknown();

    /// <summary>Those that exist, at most a page of them, oldest first.</summary>
    public Task<IReadOnlyList<MessageView>> RunAsync(Actor actor, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        tenants.RunAsync(actor.OrganizationId, (db, token) => MessageRows.ReadAsync(
            db, db.Set<Message>().AsNoTracking().Where(m => ids.Contains(m.Id)).OrderBy(m => m.OccurredAt).ThenBy(m => m.Id).Take(PageSize.Maximum), token), ct);
}
