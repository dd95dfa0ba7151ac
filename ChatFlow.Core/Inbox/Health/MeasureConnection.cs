using System.Text.Json;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Organizations.Health;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Health;

/// <summary>An organization whose connection is to be measured, and the queue that it has.</summary>
public sealed record QueuedConnection(Guid OrganizationId, int Length, DateTimeOffset? OldestAt);

/// <summary>An incident that began or ended with this measurement, for whoever tells the admins.</summary>
/// <param name="State">What is wrong, or was.</param>
public sealed record IncidentChange(
    Guid OrganizationId, string OrganizationName, HealthState State, DateTimeOffset Since, bool IsOver, IReadOnlyList<IncidentReader> Admins);

/// <param name="Language">Null: the organization's own.</param>
public sealed record IncidentReader(string Email, string Language);

/// <summary>
/// Measures one connection from what the messages of the last quarter of an hour became, and keeps the result. An incident
/// is told once when it begins and once when it is over, because both are written in the transaction that decides.
/// </summary>
public sealed class MeasureConnection(TenantDb tenants, TimeProvider clock)
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    public Task<IncidentChange?> RunAsync(QueuedConnection queue, CancellationToken ct) =>
        tenants.RunAsync(queue.OrganizationId, (db, token) => MeasureAsync(db, queue, token), ct);

    private async Task<IncidentChange?> MeasureAsync(ChatFlowDb db, QueuedConnection queue, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(ct);
        var health = await db.Set<ConnectionHealth>().SingleOrDefaultAsync(ct);
        var seen = await TrafficAsync(db, now, now - (health is null ? s_day : ConnectionVerdict.Window), ct);
        var facts = new HealthFacts(
            now, config.ConnectionType, config.ConnectionStatus, config.SendingPaused, health?.State, health?.StateSince ?? now,
            Later(seen.LastInboundAt, health?.LastInboundAt), Later(seen.LastAcceptedAt, health?.LastAcceptedAt),
            Later(seen.LastAcknowledgedAt, health?.LastAcknowledgedAt), seen.Sends, seen.Unacknowledged, seen.SilentContacts, seen.Refused,
            queue.Length, queue.OldestAt);
        var state = ConnectionVerdict.Decide(facts);
        var before = health?.State;
        if (health is null)
            db.Add(health = new ConnectionHealth { State = state, StateSince = now });
        var wrong = health.State;
        var changed = Record(health, facts, state, JsonSerializer.Serialize(await ErrorsAsync(db, now - s_day, ct)));

        IncidentChange? incident = null;
        if (ConnectionVerdict.IsIncident(state, facts.Paused) != health.IncidentSince is not null)
        {
            var since = health.IncidentSince ?? now;
            var isOver = health.IncidentSince is not null;
            health.IncidentSince = isOver ? null : now;
            var organization = await db.Set<Organization>().AsNoTracking().SingleAsync(o => o.Id == db.OrganizationId, ct);
            incident = new IncidentChange(db.OrganizationId, organization.Name, isOver ? wrong : state, since, isOver, await AdminsAsync(db, organization.Language, ct));
        }

        await db.SaveChangesAsync(ct);
        if (changed || before != state || incident is not null)
            db.Publish(LiveKind.ConnectionChanged);
        return incident;
    }

    private static bool Record(ConnectionHealth health, HealthFacts facts, HealthState state, string errors)
    {
        var shown = (health.Sends, health.Unacknowledged, health.QueueLength, health.LastInboundAt, health.LastAcknowledgedAt);
        if (health.State != state)
            (health.State, health.StateSince) = (state, facts.Now);
        health.MeasuredAt = facts.Now;
        health.LastInboundAt = facts.LastInboundAt;
        health.LastAcceptedAt = facts.LastAcceptedAt;
        health.LastAcknowledgedAt = facts.LastAcknowledgedAt;
        health.Sends = facts.Sends;
        health.Unacknowledged = facts.Unacknowledged;
        health.QueueLength = facts.QueueLength;
        health.QueueOldestAt = facts.QueueOldestAt;
        health.Errors = errors;
        return shown != (health.Sends, health.Unacknowledged, health.QueueLength, health.LastInboundAt, health.LastAcknowledgedAt);
    }

    // One walk over the newest entries of messages_by_time: the quarter of an hour bounds it, not the table.
    private static async Task<Traffic> TrafficAsync(ChatFlowDb db, DateTimeOffset now, DateTimeOffset from, CancellationToken ct) => (await db.QueryAsync("""
        WITH recent AS MATERIALIZED (
            SELECT direction, status, created_at, sent_at, whatsapp_message_id, contact_id, sender, attempt,
                greatest(delivered_at, read_at, CASE WHEN status = 'failed' AND whatsapp_message_id IS NOT NULL THEN sent_at END) AS heard_at
            FROM messages WHERE organization_id = $1 AND created_at > $2)
        SELECT max(created_at) FILTER (WHERE direction = 'inbound'),
            max(sent_at) FILTER (WHERE ours),
            max(heard_at) FILTER (WHERE ours),
            count(*) FILTER (WHERE ours AND due)::int,
            count(*) FILTER (WHERE ours AND due AND heard_at IS NULL)::int,
            count(DISTINCT contact_id) FILTER (WHERE ours AND due AND heard_at IS NULL)::int,
            count(*) FILTER (WHERE direction = 'outbound' AND attempt > 0 AND whatsapp_message_id IS NULL AND status IN ('failed', 'unknown'))::int
        FROM (SELECT r.*, direction = 'outbound' AND sender <> 'phone' AND whatsapp_message_id IS NOT NULL AS ours, sent_at < $3 AND created_at > $4 AS due FROM recent r) r
        """, r => new Traffic(
            r.Get<DateTimeOffset?>(0), r.Get<DateTimeOffset?>(1), r.Get<DateTimeOffset?>(2), r.GetInt32(3), r.GetInt32(4), r.GetInt32(5), r.GetInt32(6)),
        ct, db.OrganizationId, from, now - ConnectionVerdict.AcknowledgedWithin, now - ConnectionVerdict.Window))[0];

    private static async Task<Dictionary<string, int>> ErrorsAsync(ChatFlowDb db, DateTimeOffset from, CancellationToken ct) =>
        (await db.QueryAsync("""
            SELECT error_code, count(*)::int FROM messages WHERE organization_id = $1 AND created_at > $2 AND error_code IS NOT NULL GROUP BY error_code
            """, r => (Class: EnumText<ChannelErrorClass>.Of(ChannelErrorClasses.Of(r.GetString(0))), Count: r.GetInt32(1)), ct, db.OrganizationId, from))
        .GroupBy(e => e.Class).ToDictionary(g => g.Key, g => g.Sum(e => e.Count));

    private static async Task<IReadOnlyList<IncidentReader>> AdminsAsync(ChatFlowDb db, string language, CancellationToken ct) =>
        await db.Set<User>().AsNoTracking().Where(u => u.IsActive && u.Role == UserRole.Admin).OrderBy(u => u.Id).Take(50)
            .Select(u => new IncidentReader(u.Email, u.Language ?? language)).ToListAsync(ct);

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    private sealed record Traffic(
        DateTimeOffset? LastInboundAt, DateTimeOffset? LastAcceptedAt, DateTimeOffset? LastAcknowledgedAt, int Sends, int Unacknowledged, int SilentContacts, int Refused);
}
