using ChatFlow.Core.Data;
using Microsoft.Extensions.Options;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>Takes away files that have been kept long enough, and uploads that nobody sent; in small transactions.</summary>
public sealed class ClearMedia(TenantDb tenants, IOptions<MediaOptions> options, TimeProvider clock)
{
    private const int RowsAtOnce = 1_000;
    private static readonly TimeSpan s_unsent = TimeSpan.FromDays(1);

    public async Task RunAsync(Guid organizationId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await RepeatAsync(organizationId, """
            DELETE FROM media_files WHERE organization_id = $1 AND id IN (
                SELECT id FROM media_files WHERE organization_id = $1 AND message_id IS NULL AND created_at < $2 LIMIT $3)
            """, now - s_unsent, ct);
        if (options.Value.RetentionDays is > 0 and var days)
        {
            // The row stays and says why there is nothing to see.
            await RepeatAsync(organizationId, """
                UPDATE media_files SET state = 'gone', error_code = 'expired', blob_name = NULL, thumbnail_name = NULL, next_try_at = NULL
                WHERE organization_id = $1 AND id IN (
                    SELECT id FROM media_files WHERE organization_id = $1 AND state <> 'gone' AND created_at < $2 LIMIT $3)
                """, now.AddDays(-days), ct);
        }
    }

    private async Task RepeatAsync(Guid organizationId, string sql, DateTimeOffset before, CancellationToken ct)
    {
        while (await tenants.RunAsync(organizationId, (db, token) => db.ExecuteAsync(sql, token, organizationId, before, RowsAtOnce), ct) == RowsAtOnce)
        {
        }
    }
}
