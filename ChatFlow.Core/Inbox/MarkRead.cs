using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Signals;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Inbox;

/// <summary>A person has the conversation before their eyes: nothing in it is unread any more. Whoever only looks on leaves it as it is.</summary>
public sealed class MarkRead(TenantDb tenants, SignalQueue signals, TimeProvider clock)
{
    private const int MostReceipts = 100;

    public Task<Result<Done>> RunAsync(Actor actor, Guid contactId, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<Done>>(new ForbiddenError());
        return tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, token) =>
        {
            // Only here is a conversation locked without its contact: it is the one row, and the last.
            var cleared = await db.ExecuteAsync(
                "UPDATE conversations SET unread_count = 0 WHERE organization_id = $1 AND contact_id = $2 AND unread_count > 0",
                token, db.OrganizationId, contactId);
            if (cleared == 0)
                return default(Done);
            var read = await db.QueryAsync("""
                UPDATE messages SET status = 'read', read_at = coalesce(read_at, $3)
                WHERE organization_id = $1 AND contact_id = $2 AND direction = 'inbound' AND status = 'delivered'
                RETURNING whatsapp_message_id, occurred_at
                """, r => (Id: r.Get<string>(0), At: r.GetFieldValue<DateTimeOffset>(1)), token, db.OrganizationId, contactId, clock.GetUtcNow());
            // The contact learns of it after the commit; opening a conversation never waits for that.
            var told = read.Where(m => m.Id is not null).OrderBy(m => m.At).Select(m => m.Id!).TakeLast(MostReceipts).ToArray();
            if (told.Length > 0)
                db.AfterCommit(() => signals.Add(new ChatSignal.Read(actor.OrganizationId, contactId, told)));
            db.Publish(LiveKind.ConversationChanged, contactId);
            return default(Done);
        }, ct);
    }
}
