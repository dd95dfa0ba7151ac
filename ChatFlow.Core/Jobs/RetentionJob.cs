using ChatFlow.Core.Data;

namespace ChatFlow.Core.Jobs;

/// <summary>
/// Deletes what has served its purpose, organization by organization, in small transactions. What is kept for hours is
/// cleared every hour, what is kept for months every night. May run twice and be cut off anywhere.
/// </summary>
public sealed class RetentionJob(Gate gate, TenantDb tenants, TimeProvider clock)
{
    private const int OrganizationsAtOnce = 500;
    private const int RowsAtOnce = 5_000;

    private static readonly Rule[] s_hourly =
    [
        new("idempotency_keys", "created_at < $1", TimeSpan.FromHours(24)),
        new("parked_statuses", "received_at < $1", TimeSpan.FromHours(24)),
        new("chatwoot_outbox", "created_at < $1", TimeSpan.FromDays(3)),
    ];

    private static readonly Rule[] s_nightly =
    [
        new("webhook_inbox", "state = 'done' AND received_at < $1", TimeSpan.FromDays(30)),
        new("webhook_inbox", "state IN ('failed', 'unreadable') AND received_at < $1", TimeSpan.FromDays(90)),
        new("bot_message_logs", "coalesce(received_at, created_at) < $1", TimeSpan.FromDays(90)),
        new("invitations", "expires_at < $1", TimeSpan.FromDays(90)),
        new("channel_notices", "at < $1", TimeSpan.FromDays(180)),
        new("audit_entries", "at < $1", TimeSpan.FromDays(730)),
    ];

    public Task RunHourlyAsync(CancellationToken ct) => RunAsync(s_hourly, ct);

    public Task RunNightlyAsync(CancellationToken ct) => RunAsync(s_nightly, ct);

    private async Task RunAsync(Rule[] rules, CancellationToken ct)
    {
        Guid? after = null;
        while (true)
        {
            var organizations = await gate.OrganizationIdsAsync(after, OrganizationsAtOnce, ct);
            foreach (var organization in organizations)
            {
                foreach (var rule in rules)
                    await ClearAsync(organization, rule, ct);
            }

            if (organizations.Count < OrganizationsAtOnce)
                return;
            after = organizations[^1];
        }
    }

    private async Task ClearAsync(Guid organization, Rule rule, CancellationToken ct)
    {
        // Names and conditions are the constants above; values are parameters.
        var sql = $"DELETE FROM {rule.Table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {rule.Table} WHERE organization_id = $2 AND {rule.Old} LIMIT {RowsAtOnce}))";
        var before = clock.GetUtcNow() - rule.Keep;
        while (await tenants.RunAsync(organization, (db, token) => db.ExecuteAsync(sql, token, before, organization), ct) == RowsAtOnce)
        {
        }
    }

    private sealed record Rule(string Table, string Old, TimeSpan Keep);
}
