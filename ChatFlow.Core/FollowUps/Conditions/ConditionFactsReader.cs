using System.Globalization;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>The conversations and counts of many contacts that conditions ask for.</summary>
public sealed class ConditionBook(
    IReadOnlyDictionary<Guid, ConversationFacts> conversations, IReadOnlyDictionary<Guid, IReadOnlyDictionary<ConditionCount, decimal>> counts)
{
    private static readonly IReadOnlyDictionary<ConditionCount, decimal> s_none = new Dictionary<ConditionCount, decimal>();

    public ConversationFacts? Conversation(Guid contact) => conversations.GetValueOrDefault(contact);

    public IReadOnlyDictionary<ConditionCount, decimal> Counts(Guid contact) => counts.GetValueOrDefault(contact, s_none);
}

/// <summary>Reads what conditions ask for, one statement for each kind of question, whatever the number of contacts; none where nothing is asked.</summary>
public static class ConditionFactsReader
{
    /// <summary>For runs, whose starts are known; a contact with several has the earliest.</summary>
    public static Task<ConditionBook> ReadAsync<T>(
        ChatFlowDb db, IEnumerable<Condition?> conditions, Guid[] contacts, IEnumerable<T> runs, Func<T, (Guid Contact, DateTimeOffset At)> start,
        DateTimeOffset now, CancellationToken ct) => ReadAsync(
            db, conditions, contacts, runs.Select(start).GroupBy(s => s.Contact).ToDictionary(g => g.Key, g => g.Min(s => s.At)), now, ct);

    /// <param name="starts">When the run of a contact was started, for counts since then; empty where there is none.</param>
    public static async Task<ConditionBook> ReadAsync(
        ChatFlowDb db, IEnumerable<Condition?> conditions, Guid[] contacts, IReadOnlyDictionary<Guid, DateTimeOffset> starts, DateTimeOffset now, CancellationToken ct)
    {
        var leaves = conditions.OfType<Condition>().SelectMany(c => c.Leaves()).ToList();
        var paths = leaves.Select(l => (l.Path, l.Within)).Concat(leaves.Where(l => l.Reference is not null).Select(l => (Path: l.Reference!.Value, Within: (ConditionSpan?)null))).ToList();
        var conversations = paths.Exists(p => IsOfConversation(p.Path.Subject)) ? await ConversationsAsync(db, contacts, ct) : [];
        var counts = new Dictionary<Guid, IReadOnlyDictionary<ConditionCount, decimal>>();
        foreach (var asked in paths.Where(p => p.Path.TakesWithin).Select(p => new ConditionCount(p.Path, p.Within)).Distinct())
        {
            foreach (var (contact, count) in await CountAsync(db, asked, contacts, starts, now, ct))
            {
                if (!counts.TryGetValue(contact, out var own))
                    counts[contact] = own = new Dictionary<ConditionCount, decimal>();
                ((Dictionary<ConditionCount, decimal>)own)[asked] = count;
            }
        }

        return new ConditionBook(conversations, counts);
    }

    private static bool IsOfConversation(ConditionSubject subject) => subject is ConditionSubject.ConversationState or ConditionSubject.ConversationHolder
        or ConditionSubject.ConversationLastFrom or ConditionSubject.ConversationLastMessageAt;

    private static async Task<Dictionary<Guid, ConversationFacts>> ConversationsAsync(ChatFlowDb db, Guid[] contacts, CancellationToken ct) =>
        (await db.QueryAsync(
            "SELECT contact_id, status, holder, last_message_direction, last_message_at FROM conversations WHERE organization_id = $1 AND contact_id = ANY ($2)",
            r => (r.GetGuid(0), new ConversationFacts(
                EnumText<ConversationStatus>.Parse(r.GetString(1)), EnumText<ConversationHolder>.Parse(r.GetString(2)),
                EnumText<MessageDirection>.Parse(r.GetString(3)), r.GetFieldValue<DateTimeOffset>(4))),
            ct, db.OrganizationId, contacts)).ToDictionary(r => r.Item1, r => r.Item2);

    // A contact without a run has no "since entry", so no count either: the value is missing.
    private static Task<IReadOnlyList<(Guid Contact, decimal Count)>> CountAsync(
        ChatFlowDb db, ConditionCount asked, Guid[] contacts, IReadOnlyDictionary<Guid, DateTimeOffset> starts, DateTimeOffset now, CancellationToken ct)
    {
        var of = asked.Within is { Back: null } ? contacts.Where(starts.ContainsKey).ToArray() : contacts;
        var since = Array.ConvertAll(of, c => asked.Within switch
        {
            null => (DateTimeOffset?)null,
            { Back: { } back } => now - back.ToTimeSpan(),
            _ => starts[c],
        });
        var sql = asked.Path.Subject switch
        {
            ConditionSubject.OrderCount => "SELECT k.id, (SELECT count(*) FROM conversions o WHERE o.organization_id = $1 AND o.contact_id = k.id AND (k.since IS NULL OR o.occurred_at > k.since))::numeric",
            ConditionSubject.OrderTotal => "SELECT k.id, (SELECT coalesce(sum(o.value), 0) FROM conversions o WHERE o.organization_id = $1 AND o.contact_id = k.id AND (k.since IS NULL OR o.occurred_at > k.since))::numeric",
            ConditionSubject.EventCount => "SELECT k.id, (SELECT count(*) FROM contact_events e WHERE e.organization_id = $1 AND e.contact_id = k.id AND lower(e.type) = lower($4) AND (k.since IS NULL OR e.occurred_at > k.since))::numeric",
            _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{asked.Path.Subject} is no count.")),
        };
        object?[] parameters = asked.Path.Subject == ConditionSubject.EventCount ? [db.OrganizationId, of, since, asked.Path.Name] : [db.OrganizationId, of, since];
        return db.QueryAsync($"{sql} FROM unnest($2::uuid[], $3::timestamptz[]) AS k (id, since)", r => (r.GetGuid(0), r.GetDecimal(1)), ct, parameters);
    }
}
