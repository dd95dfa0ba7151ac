using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>What decisions about one contact follow from, read under its lock.</summary>
public sealed record ContactFacts(
    Contact Contact, DateTimeZone Zone, IReadOnlyList<Instant> AutomatedSends, IReadOnlyList<(Guid Id, Instant At)> ManualSends, int Unanswered, int Unread);

/// <summary>What decisions in one organization follow from.</summary>
/// <param name="AutomationHeldUntil">WhatsApp held back the number or restricted the account: automatic messages wait.</param>
public sealed record OrganizationFacts(
    ChannelType Channel, bool SendingPaused, DateTimeZone Zone, string BusinessName, string Language, TimeSpan BotReturnsAfter,
    DateTimeOffset? AutomationHeldUntil = null);

/// <summary>Reads the facts of many contacts in a handful of statements.</summary>
public static class FactsReader
{
    public static async Task<OrganizationFacts> OrganizationAsync(ChatFlowDb db, CancellationToken ct)
    {
        var row = await db.Set<BotConfig>().AsNoTracking()
            .Join(db.Set<Organization>(), b => b.OrganizationId, o => o.Id, (b, o) => new { b.ConnectionType, b.SendingPaused, b.AutomationHeldUntil, o.TimeZone, b.BusinessName, o.Language, b.ReturnAfterMinutes })
            .SingleAsync(ct);
        return new OrganizationFacts(
            row.ConnectionType, row.SendingPaused, ZoneOf(row.TimeZone) ?? DateTimeZone.Utc, row.BusinessName, row.Language, TimeSpan.FromMinutes(row.ReturnAfterMinutes), row.AutomationHeldUntil);
    }

    public static async Task<IReadOnlyDictionary<Guid, ContactFacts>> ContactsAsync(
        ChatFlowDb db, Guid[] ids, OrganizationFacts organization, DateTimeOffset now, CancellationToken ct)
    {
        var contacts = await db.Set<Contact>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync(ct);
        var logs = (await db.QueryAsync("""
            SELECT contact_id, created_at, delivery_status FROM follow_up_message_logs
            WHERE organization_id = $1 AND contact_id = ANY ($2) AND created_at > $3 AND delivery_status <> 'failed' ORDER BY created_at DESC
            """, r => (Contact: r.GetGuid(0), At: r.GetFieldValue<DateTimeOffset>(1), Status: r.GetString(2)), ct, db.OrganizationId, ids, now.AddDays(-31)))
            .ToLookup(l => l.Contact);
        var manual = (await db.QueryAsync("""
            SELECT c.id, m.id, m.occurred_at FROM unnest($2::uuid[]) AS c (id)
            CROSS JOIN LATERAL (SELECT id, occurred_at FROM messages m WHERE m.organization_id = $1 AND m.contact_id = c.id
                AND m.occurred_at > $3 AND m.sender IN ('person', 'phone') ORDER BY m.occurred_at DESC LIMIT 2) m
            """, r => (Contact: r.GetGuid(0), Id: r.GetGuid(1), At: r.GetFieldValue<DateTimeOffset>(2)), ct, db.OrganizationId, ids, now.AddDays(-31)))
            .ToLookup(m => m.Contact);
        return contacts.ToDictionary(c => c.Id, c =>
        {
            var open = logs[c.Id].TakeWhile(l => c.LastInboundAt is not { } last || l.At > last).ToList();
            return new ContactFacts(
                c, ZoneOf(c, organization), [.. logs[c.Id].Select(l => Instant.FromDateTimeOffset(l.At))],
                [.. manual[c.Id].Select(m => (m.Id, Instant.FromDateTimeOffset(m.At)))], open.Count, open.TakeWhile(l => l.Status == "delivered").Count());
        });
    }

    private static DateTimeZone ZoneOf(Contact contact, OrganizationFacts organization) =>
        ZoneOf(contact.TimeZone) ?? (contact.Phone is { } phone ? ZoneOf(PhoneTimeZone.Guess(phone)) : null) ?? organization.Zone;

    private static DateTimeZone? ZoneOf(string? id) => id is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
}
