using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatFlow.Core.Statistics;

/// <param name="Cursor">The <c>next</c> of the page before; null is the first page.</param>
/// <param name="Limit">How many; 50 unless said, 200 at most.</param>
public sealed record ReadTimelineRequest(Guid ContactId, string? Cursor = null, int? Limit = null);

/// <summary>
/// What happened with a contact, newest first: messages gathered by day, events, and every decision about its follow-ups
/// with its reason. Each source brings at most one page along its index; the newest of all of them make the page.
/// </summary>
public sealed class ReadTimeline(TenantDb tenants)
{
    // Before any row: where the first page starts.
    private static readonly Cursor s_end = new(new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero), Guid.Empty);

    private const string Sql = """
        SELECT t.* FROM (
            (SELECT d.at, d.id, 'decision' AS source, s.name, NULL::text AS key, d.kind, d.reason, d.step, d.until, x.id AS execution, s.id AS sequence,
                NULL::int AS received, NULL::int AS sent, false AS converted, NULL::numeric AS value, NULL::text AS currency
            FROM follow_up_executions x
            JOIN follow_up_sequences s ON s.organization_id = x.organization_id AND s.id = x.sequence_id
            JOIN follow_up_decisions d ON d.organization_id = x.organization_id AND d.execution_id = x.id
            WHERE x.organization_id = $1 AND x.contact_id = $2 AND (d.at, d.id) < ($3, $4)
            ORDER BY d.at DESC, d.id DESC LIMIT $5)
            UNION ALL
            (SELECT e.occurred_at, e.id, 'event', e.type, e.key, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, c.id IS NOT NULL, c.value, c.currency
            FROM contact_events e LEFT JOIN conversions c ON c.organization_id = e.organization_id AND c.event_id = e.id
            WHERE e.organization_id = $1 AND e.contact_id = $2 AND (e.occurred_at, e.id) < ($3, $4)
            ORDER BY e.occurred_at DESC, e.id DESC LIMIT $5)
            UNION ALL
            (SELECT m.at, m.id, 'messages', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, m.received, m.sent, false, NULL, NULL FROM (
                SELECT max(occurred_at) AS at, (array_agg(id ORDER BY occurred_at DESC, id DESC))[1] AS id,
                    count(*) FILTER (WHERE direction = 'inbound')::int AS received, count(*) FILTER (WHERE direction = 'outbound')::int AS sent
                FROM messages WHERE organization_id = $1 AND contact_id = $2 GROUP BY (occurred_at AT TIME ZONE $6)::date) m
            WHERE (m.at, m.id) < ($3, $4) ORDER BY m.at DESC, m.id DESC LIMIT $5)
            UNION ALL
            (SELECT created_at, id, 'created', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, NULL, NULL
            FROM contacts WHERE organization_id = $1 AND id = $2 AND created_at IS NOT NULL AND (created_at, id) < ($3, $4))
        ) t ORDER BY t.at DESC, t.id DESC LIMIT $5
        """;

    public Task<Result<Page<TimelineEntry>>> RunAsync(Actor actor, ReadTimelineRequest request, CancellationToken ct)
    {
        var cursor = Cursor.Read(request.Cursor);
        if (!cursor.IsSuccess)
            return Task.FromResult<Result<Page<TimelineEntry>>>(cursor.Error);
        var size = PageSize.Clamp(request.Limit);
        return tenants.RunAsync<Result<Page<TimelineEntry>>>(actor.OrganizationId, async (db, token) =>
        {
            if (!await db.Set<Contact>().AnyAsync(c => c.Id == request.ContactId, token))
                return new ContactMissing();
            var zone = await db.Set<Organization>().Where(o => o.Id == actor.OrganizationId).Select(o => o.TimeZone).SingleAsync(token);
            var after = cursor.Value ?? s_end;
            var rows = await db.QueryAsync(
                Sql, r => new TimelineEntry(r.GetFieldValue<DateTimeOffset>(0), r.GetGuid(1), Fact(r)), token,
                actor.OrganizationId, request.ContactId, after.At, after.Id, size + 1, zone);
            return Keyset.Page(rows, size, e => e, e => new Cursor(e.At, e.Id));
        }, ct);
    }

    private static TimelineFact Fact(NpgsqlDataReader r) => r.GetString(2) switch
    {
        "decision" => new TimelineFact.FollowUpDecided(
            r.GetGuid(9), r.GetGuid(10), r.GetString(3), r.GetInt32(7), EnumText<DecisionKind>.Parse(r.GetString(5)),
            EnumText<DecisionReason>.Parse(r.GetString(6)), r.Get<DateTimeOffset?>(8)),
        "event" => new TimelineFact.EventHappened(r.GetString(3), r.Get<string>(4), r.GetBoolean(13), r.Get<decimal?>(14), r.Get<string>(15)),
        "messages" => new TimelineFact.MessagesOfDay(r.GetInt32(11), r.GetInt32(12)),
        "created" => new TimelineFact.ContactCreated(),
        var other => throw new InvalidOperationException($"No fact for {other}."),
    };
}
