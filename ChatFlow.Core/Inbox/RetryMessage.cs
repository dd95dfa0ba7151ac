using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <summary>
/// Sends a message again that has failed for certain. One whose outcome is unknown may have arrived and is never sent again
/// from here. A follow-up's belongs to its sequence.
/// </summary>
public sealed class RetryMessage(TenantDb tenants, SendSignal signal, TimeProvider clock)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid messageId, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<Done>>(new ForbiddenError());
        return tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, token) =>
        {
            // The condition in the statement settles it when two people press at once.
            var again = await db.QueryAsync("""
                UPDATE messages SET status = 'pending', dispatch_at = $3, attempt = 0, sending_since = NULL, whatsapp_message_id = NULL,
                    sent_at = NULL, error_code = NULL, error_message = NULL
                WHERE organization_id = $1 AND id = $2 AND direction = 'outbound' AND status = 'failed' AND sender <> 'follow_up'
                RETURNING contact_id
                """, r => r.GetGuid(0), token, db.OrganizationId, messageId, clock.GetUtcNow());
            if (again.Count == 0)
                return await db.Set<Message>().AnyAsync(m => m.Id == messageId, token) ? new MessageNotFailed() : new MessageUnknown();
            db.Publish(LiveKind.MessageChanged, again[0], messageId);
            db.AfterCommit(signal.Wake);
            return default(Done);
        }, ct);
    }
}
