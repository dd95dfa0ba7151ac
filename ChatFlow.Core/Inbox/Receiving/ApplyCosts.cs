using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations.Prices;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>
/// What the provider says that our messages are charged as, with the price of our own list at that time. One row a
/// message, the first word counts; a message that failed costs nothing.
/// </summary>
public sealed class ApplyCosts(MessagePrices prices)
{
    public async Task RunAsync(ChatFlowDb db, IReadOnlyList<StatusChanged> changed, CancellationToken ct)
    {
        var priced = changed.Where(s => s is { Pricing: not null, Status: not MessageStatus.Failed }).DistinctBy(s => s.ProviderMessageId)
            .ToDictionary(s => s.ProviderMessageId);
        if (priced.Count > 0)
            await WriteAsync(db, priced, ct);
        var failed = changed.Where(s => s.Status == MessageStatus.Failed).Select(s => s.ProviderMessageId).Distinct().ToArray();
        if (failed.Length > 0)
        {
            await db.ExecuteAsync("""
                DELETE FROM message_costs c USING messages m
                WHERE c.organization_id = $1 AND m.organization_id = $1 AND m.id = c.message_id AND m.whatsapp_message_id = ANY ($2) AND m.status = 'failed'
                """, ct, db.OrganizationId, failed);
        }
    }

    private async Task WriteAsync(ChatFlowDb db, Dictionary<string, StatusChanged> priced, CancellationToken ct)
    {
        var messages = await db.QueryAsync("""
            SELECT m.id, m.whatsapp_message_id, c.phone, (SELECT i.value FROM contact_identities i
                WHERE i.organization_id = $1 AND i.contact_id = c.id AND i.kind = 'bsuid' LIMIT 1)
            FROM messages m JOIN contacts c ON c.organization_id = $1 AND c.id = m.contact_id
            WHERE m.organization_id = $1 AND m.whatsapp_message_id = ANY ($2) AND m.direction = 'outbound'
                AND NOT EXISTS (SELECT 1 FROM message_costs k WHERE k.organization_id = $1 AND k.message_id = m.id)
            """, r => (Id: r.GetGuid(0), Provider: r.GetString(1), Phone: r.Get<string>(2), Bsuid: r.Get<string>(3)), ct,
            db.OrganizationId, priced.Keys.ToArray());
        if (messages.Count == 0)
            return;
        var list = await prices.ReadAsync(ct);
        var rows = messages.Select(m =>
        {
            var status = priced[m.Provider];
            var country = Country(m.Phone, m.Bsuid);
            var price = status.Pricing!.Billable ? MessagePrices.Of(list, country, status.Pricing.Category, status.At) : null;
            return (m.Id, At: status.At.ToUniversalTime(), Country: country ?? "", status.Pricing, Amount: status.Pricing.Billable ? price?.Amount : 0, price?.Currency);
        }).ToList();
        await db.ExecuteAsync("""
            INSERT INTO message_costs (organization_id, message_id, at, country, category, type, billable, amount, currency)
            SELECT $1, n.id, n.at, n.country, n.category, n.type, n.billable, n.amount, n.currency
            FROM unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::numeric[], $9::text[])
                AS n (id, at, country, category, type, billable, amount, currency)
            ON CONFLICT DO NOTHING
            """, ct, db.OrganizationId, rows.ConvertAll(r => r.Id).ToArray(), rows.ConvertAll(r => r.At).ToArray(), rows.ConvertAll(r => r.Country).ToArray(),
            rows.ConvertAll(r => r.Pricing.Category).ToArray(), rows.ConvertAll(r => r.Pricing.Type).ToArray(), rows.ConvertAll(r => r.Pricing.Billable).ToArray(),
            rows.ConvertAll(r => r.Amount).ToArray(), rows.ConvertAll(r => r.Currency).ToArray());
    }

    /// <summary>The phone's country, else the one that a business-scoped id begins with.</summary>
    public static string? Country(string? phone, string? bsuid) =>
        (phone is null ? null : PhoneBook.Region(phone)) ?? (bsuid is [var a, var b, '.', ..] && char.IsAsciiLetterUpper(a) && char.IsAsciiLetterUpper(b) ? bsuid[..2] : null);
}
