using ChatFlow.Core.Data;
using Npgsql;

namespace ChatFlow.Web.Api.Idempotency;

/// <summary>What became of a key: ours to carry out, answered before, under way, or used for something else.</summary>
public abstract record KeyClaim
{
    private KeyClaim()
    {
    }

    public sealed record Started : KeyClaim;

    public sealed record Answered(int Status, byte[] Body) : KeyClaim;

    public sealed record UnderWay : KeyClaim;

    public sealed record UsedOtherwise : KeyClaim;
}

/// <summary>
/// The keys of a day and their answers. A request whose process died stays under way until the day is over: whether it
/// took effect is unknown, and carrying it out again could send a message twice.
/// </summary>
public sealed class IdempotencyStore(TenantDb tenants, TimeProvider clock)
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public Task<KeyClaim> ClaimAsync(Guid organizationId, string key, byte[] requestHash, CancellationToken ct) =>
        tenants.RunAsync<KeyClaim>(organizationId, async (db, token) =>
        {
            var now = clock.GetUtcNow();
            await db.ExecuteAsync(
                "DELETE FROM idempotency_keys WHERE organization_id = $1 AND key = $2 AND created_at < $3", token, organizationId, key, now - Kept);
            var written = await db.ExecuteAsync("""
                INSERT INTO idempotency_keys (organization_id, key, request_hash, created_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (organization_id, key) DO NOTHING
                """, token, organizationId, key, requestHash, now);
            if (written == 1)
                return new KeyClaim.Started();
            var rows = await db.QueryAsync(
                "SELECT request_hash, status_code, response FROM idempotency_keys WHERE organization_id = $1 AND key = $2",
                r => Read(r, requestHash), token, organizationId, key);
            return rows.Count == 0 ? new KeyClaim.UnderWay() : rows[0];
        }, ct);

    public Task AnswerAsync(Guid organizationId, string key, int status, byte[] body) =>
        tenants.RunAsync(organizationId, (db, token) => db.ExecuteAsync(
            "UPDATE idempotency_keys SET status_code = $3, response = $4 WHERE organization_id = $1 AND key = $2",
            token, organizationId, key, status, body), CancellationToken.None);

    /// <summary>The request failed without effect, so that the key is free again.</summary>
    public Task ReleaseAsync(Guid organizationId, string key) =>
        tenants.RunAsync(organizationId, (db, token) => db.ExecuteAsync(
            "DELETE FROM idempotency_keys WHERE organization_id = $1 AND key = $2 AND status_code IS NULL", token, organizationId, key), CancellationToken.None);

    private static KeyClaim Read(NpgsqlDataReader row, byte[] requestHash)
    {
        if (!row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(requestHash))
            return new KeyClaim.UsedOtherwise();
        return row.IsDBNull(1) ? new KeyClaim.UnderWay() : new KeyClaim.Answered(row.GetInt32(1), row.Get<byte[]>(2) ?? []);
    }
}
