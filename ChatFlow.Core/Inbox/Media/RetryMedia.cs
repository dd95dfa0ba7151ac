using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>Asks the provider again for a file that could not be fetched.</summary>
public sealed class RetryMedia(TenantDb tenants, MediaSignal signal, TimeProvider clock)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid mediaId, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<Done>>(new ForbiddenError());
        return tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, token) =>
        {
            var again = await db.QueryAsync("""
                UPDATE media_files SET state = 'waiting', attempts = 0, next_try_at = $3, error_code = NULL
                WHERE organization_id = $1 AND id = $2 AND state = 'refused' AND blob_name IS NOT NULL AND message_id IS NOT NULL
                RETURNING contact_id, message_id
                """, r => (Contact: r.GetGuid(0), Message: r.GetGuid(1)), token, db.OrganizationId, mediaId, clock.GetUtcNow());
            if (again.Count == 0)
                return await db.Set<MediaFile>().AnyAsync(f => f.Id == mediaId, token) ? new MediaNotRefused() : new MediaUnknown();
            db.Publish(LiveKind.MessageChanged, again[0].Contact, again[0].Message);
            db.AfterCommit(signal.Wake);
            return default(Done);
        }, ct);
    }
}
