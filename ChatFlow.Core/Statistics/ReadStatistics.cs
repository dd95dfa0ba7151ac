using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace ChatFlow.Core.Statistics;

/// <param name="From">First day, in the organization's zone; null: 29 days before <paramref name="To"/>.</param>
/// <param name="To">Last day; null: today.</param>
public sealed record ReadStatisticsRequest(DateOnly? From = null, DateOnly? To = null);

/// <summary>
/// What happened in a period of at most 366 days: a handful of statements, each along an index by time. Everybody may
/// read it, the owner above all.
/// </summary>
public sealed class ReadStatistics(TenantDb tenants, TimeProvider clock)
{
    public Task<Result<StatisticsView>> RunAsync(Actor actor, ReadStatisticsRequest request, CancellationToken ct) =>
        tenants.RunAsync<Result<StatisticsView>>(actor.OrganizationId, async (db, token) =>
        {
            var name = await db.Set<Organization>().Where(o => o.Id == actor.OrganizationId).Select(o => o.TimeZone).SingleAsync(token);
            var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? DateTimeZone.Utc;
            var period = StatisticsPeriod.Of(request.From, request.To, zone, clock.GetUtcNow());
            return period.IsSuccess ? await ReadAsync(new StatisticsQueries(db, period.Value), period.Value, token) : period.Error;
        }, ct);

    private static async Task<StatisticsView> ReadAsync(StatisticsQueries queries, StatisticsPeriod period, CancellationToken ct)
    {
        var messages = await queries.MessagesAsync(ct);
        var conversations = await queries.ConversationsAsync(ct);
        var (seconds, answered) = await queries.FirstResponseAsync(ct);
        var sends = await queries.FollowUpSendsAsync(ct);
        var runs = await queries.RunsAsync(ct);
        var conversions = await queries.ConversionsAsync(ct);
        return new StatisticsView(
            period.From, period.To, period.Zone.Id, conversations.Values.Sum(), Messages(messages), seconds, answered,
            FollowUps(sends, runs), Conversions(conversions), Days(period, messages, conversations, conversions),
            Sequences(sends, runs, conversions));
    }

    private static MessageCounts Messages(IReadOnlyList<MessageRow> rows)
    {
        var status = Enum.GetValues<MessageStatus>().ToDictionary(EnumText<MessageStatus>.Of, s => Sum(rows, r => !r.Inbound && r.Status == s));
        return new MessageCounts(Sum(rows, r => r.Inbound), Sent(rows), status);
    }

    private static SentCounts Sent(IEnumerable<MessageRow> rows)
    {
        var sent = rows.Where(r => r is { Inbound: false, Status: not MessageStatus.Failed }).ToLookup(r => WhoOf(r.Sender), r => r.Count);
        return new SentCounts(sent[Who.Bot].Sum(), sent[Who.Person].Sum(), sent[Who.FollowUp].Sum(), sent[Who.Other].Sum());
    }

    private static FollowUpCounts FollowUps(IReadOnlyList<SendRow> sends, IReadOnlyList<RunRow> runs) => new(
        sends.Sum(s => s.Sent), sends.Sum(s => s.Replied), runs.Sum(r => r.Count),
        runs.Where(r => r.Status is ExecutionStatus.Active or ExecutionStatus.Paused).Sum(r => r.Count),
        runs.Where(r => r.Status is ExecutionStatus.Completed).Sum(r => r.Count),
        runs.Where(r => r.Exit is not null).GroupBy(r => r.Exit!, r => r.Count).ToDictionary(g => g.Key, g => g.Sum()));

    private static ConversionCounts Conversions(IReadOnlyList<ConversionRow> rows) =>
        new(rows.Sum(r => r.Count), rows.Where(r => r.SequenceId is not null).Sum(r => r.Count), Values(rows));

    private static IReadOnlyList<ConversionValue> Values(IEnumerable<ConversionRow> rows) =>
    [
        .. rows.Where(r => r.Value is not null).GroupBy(r => r.Currency)
            .Select(g => new ConversionValue(g.Key, g.Sum(r => r.Value!.Value), g.Where(r => r.SequenceId is not null).Sum(r => r.Value!.Value)))
            .OrderByDescending(v => v.Value),
    ];

    private static IReadOnlyList<DayCounts> Days(
        StatisticsPeriod period, IReadOnlyList<MessageRow> messages, IReadOnlyDictionary<DateOnly, int> conversations, IReadOnlyList<ConversionRow> conversions)
    {
        var byDay = messages.ToLookup(m => m.Day);
        var sales = conversions.ToLookup(c => c.Day, c => c.Count);
        return
        [
            .. period.Days.Select(day =>
            {
                var sent = Sent(byDay[day]);
                return new DayCounts(
                    day, conversations.GetValueOrDefault(day), Sum(byDay[day], r => r.Inbound), sent.Bot, sent.Person, sent.FollowUp, sent.Other,
                    sales[day].Sum());
            }),
        ];
    }

    private static IReadOnlyList<SequenceCounts> Sequences(
        IReadOnlyList<SendRow> sends, IReadOnlyList<RunRow> runs, IReadOnlyList<ConversionRow> conversions)
    {
        var names = sends.Select(s => (s.SequenceId, s.Name)).Concat(runs.Select(r => (r.SequenceId, r.Name)))
            .Concat(conversions.Where(c => c.SequenceId is not null).Select(c => (SequenceId: c.SequenceId!.Value, Name: c.Name ?? "")))
            .DistinctBy(s => s.SequenceId);
        return
        [
            .. names.Select(s => new SequenceCounts(
                    s.SequenceId, s.Name, runs.Where(r => r.SequenceId == s.SequenceId).Sum(r => r.Count),
                    sends.Where(r => r.SequenceId == s.SequenceId).Sum(r => r.Sent),
                    runs.Where(r => r.SequenceId == s.SequenceId).Sum(r => r.Replied), runs.Where(r => r.SequenceId == s.SequenceId).Sum(r => r.Converted),
                    Values(conversions.Where(c => c.SequenceId == s.SequenceId))))
                .OrderByDescending(s => s.Started).ThenByDescending(s => s.Sent).ThenBy(s => s.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static int Sum(IEnumerable<MessageRow> rows, Func<MessageRow, bool> which) => rows.Where(which).Sum(r => r.Count);

    private enum Who
    {
        Bot,
        Person,
        FollowUp,
        Other,
    }

    private static Who WhoOf(MessageSender sender) => sender switch
    {
        MessageSender.Bot => Who.Bot,
        MessageSender.Person or MessageSender.Phone => Who.Person,
        MessageSender.FollowUp => Who.FollowUp,
        MessageSender.Api or MessageSender.Contact or MessageSender.System => Who.Other,
    };
}
