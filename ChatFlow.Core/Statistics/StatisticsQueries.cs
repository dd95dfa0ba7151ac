using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.Inbox;

namespace ChatFlow.Core.Statistics;

internal sealed record MessageRow(DateOnly Day, bool Inbound, MessageSender Sender, MessageStatus Status, int Count);

internal sealed record SendRow(Guid SequenceId, string Name, int Sent, int Replied);

/// <param name="Exit">Null while it goes on.</param>
internal sealed record RunRow(Guid SequenceId, string Name, ExecutionStatus Status, string? Exit, int Count, int Replied, int Converted);

internal sealed record ConversionRow(DateOnly Day, Guid? SequenceId, string? Name, string? Currency, int Count, decimal? Value);

/// <summary>The statements of <see cref="ReadStatistics"/>; each reads one range of an index by time.</summary>
internal sealed class StatisticsQueries(ChatFlowDb db, StatisticsPeriod period)
{
    /// <summary>Messages by day, direction, sender and status; notes of the system are nobody's message.</summary>
    public Task<IReadOnlyList<MessageRow>> MessagesAsync(CancellationToken ct) => db.QueryAsync("""
        SELECT (created_at AT TIME ZONE $4)::date, direction = 'inbound', sender, status, count(*)::int FROM messages
        WHERE organization_id = $1 AND created_at >= $2 AND created_at < $3 AND sender <> 'system' GROUP BY 1, 2, 3, 4
        """,
        r => new MessageRow(
            r.GetFieldValue<DateOnly>(0), r.GetBoolean(1), EnumText<MessageSender>.Parse(r.GetString(2)), EnumText<MessageStatus>.Parse(r.GetString(3)),
            r.GetInt32(4)),
        ct, Parameters(withZone: true));

    /// <summary>New conversations by day. What is new was last active since, give or take what the provider brings late: so the index by last activity serves.</summary>
    public async Task<IReadOnlyDictionary<DateOnly, int>> ConversationsAsync(CancellationToken ct) => (await db.QueryAsync("""
        SELECT (created_at AT TIME ZONE $4)::date, count(*)::int FROM (
            SELECT created_at FROM conversations WHERE organization_id = $1 AND last_message_at >= $2 - interval '30 days' AND status <> 'resolved'
            UNION ALL
            SELECT created_at FROM conversations WHERE organization_id = $1 AND last_message_at >= $2 - interval '30 days' AND status = 'resolved') c
        WHERE created_at >= $2 AND created_at < $3 GROUP BY 1
        """, r => (Day: r.GetFieldValue<DateOnly>(0), Count: r.GetInt32(1)), ct, Parameters(withZone: true))).ToDictionary(r => r.Day, r => r.Count);

    /// <summary>
    /// Where the direction of a conversation turns from theirs to ours, somebody who waited was answered: the time between
    /// the two turns. Follow-ups answer nobody.
    /// </summary>
    public async Task<(double? Seconds, int Count)> FirstResponseAsync(CancellationToken ct) => (await db.QueryAsync("""
        WITH said AS (
            SELECT contact_id, id, occurred_at, direction, lag(direction) OVER (PARTITION BY contact_id ORDER BY occurred_at, id) AS before
            FROM messages WHERE organization_id = $1 AND created_at >= $2 AND created_at < $3
                AND sender NOT IN ('follow_up', 'system') AND status <> 'failed'),
        turns AS (
            SELECT direction, occurred_at, lead(occurred_at) OVER (PARTITION BY contact_id ORDER BY occurred_at, id) AS answered_at
            FROM said WHERE before IS DISTINCT FROM direction)
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - occurred_at)::float8), count(*)::int
        FROM turns WHERE direction = 'inbound' AND answered_at IS NOT NULL
        """, r => (r.Get<double?>(0), r.GetInt32(1)), ct, Parameters()))[0];

    public Task<IReadOnlyList<SendRow>> FollowUpSendsAsync(CancellationToken ct) => db.QueryAsync("""
        SELECT s.id, s.name, count(*)::int, count(*) FILTER (WHERE l.contact_responded)::int FROM messages m
        JOIN follow_up_message_logs l ON l.organization_id = m.organization_id AND l.sent_message_id = m.id
        JOIN follow_up_executions x ON x.organization_id = l.organization_id AND x.id = l.execution_id
        JOIN follow_up_sequences s ON s.organization_id = x.organization_id AND s.id = x.sequence_id
        WHERE m.organization_id = $1 AND m.created_at >= $2 AND m.created_at < $3 AND m.sender = 'follow_up' AND m.status <> 'failed'
        GROUP BY s.id, s.name
        """, r => new SendRow(r.GetGuid(0), r.GetString(1), r.GetInt32(2), r.GetInt32(3)), ct, Parameters());

    /// <summary>Runs that began in the period, and how they stand now; sequence by sequence, along their index.</summary>
    public Task<IReadOnlyList<RunRow>> RunsAsync(CancellationToken ct) => db.QueryAsync("""
        SELECT s.id, s.name, x.status, x.exit_reason, count(*)::int,
            count(*) FILTER (WHERE x.exit_reason = 'replied' OR (x.total_messages_sent > 0 AND EXISTS (
                SELECT FROM follow_up_message_logs l
                WHERE l.organization_id = x.organization_id AND l.execution_id = x.id AND l.contact_responded)))::int,
            count(*) FILTER (WHERE x.converted)::int
        FROM follow_up_sequences s JOIN follow_up_executions x ON x.organization_id = s.organization_id AND x.sequence_id = s.id
        WHERE s.organization_id = $1 AND x.started_at >= $2 AND x.started_at < $3 GROUP BY s.id, s.name, x.status, x.exit_reason
        """,
        r => new RunRow(
            r.GetGuid(0), r.GetString(1), EnumText<ExecutionStatus>.Parse(r.GetString(2)), r.Get<string>(3), r.GetInt32(4), r.GetInt32(5), r.GetInt32(6)),
        ct, Parameters());

    public Task<IReadOnlyList<ConversionRow>> ConversionsAsync(CancellationToken ct) => db.QueryAsync("""
        SELECT (c.occurred_at AT TIME ZONE $4)::date, c.sequence_id, s.name, c.currency, count(*)::int, sum(c.value) FROM conversions c
        LEFT JOIN follow_up_sequences s ON s.organization_id = c.organization_id AND s.id = c.sequence_id
        WHERE c.organization_id = $1 AND c.occurred_at >= $2 AND c.occurred_at < $3 GROUP BY 1, 2, 3, 4
        """,
        r => new ConversionRow(
            r.GetFieldValue<DateOnly>(0), r.Get<Guid?>(1), r.Get<string>(2), r.Get<string>(3), r.GetInt32(4), r.Get<decimal?>(5)),
        ct, Parameters(withZone: true));

    private object[] Parameters(bool withZone = false) => withZone
        ? [db.OrganizationId, period.Start, period.End, period.Zone.Id]
        : [db.OrganizationId, period.Start, period.End];
}
