using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using NodaTime;
using NodaTime.Extensions;

namespace ChatFlow.Core.Statistics;

/// <param name="Amount">In <paramref name="Currency"/>; what could be priced.</param>
/// <param name="Messages">All of the category, free ones included.</param>
/// <param name="Free">Those that WhatsApp does not charge.</param>
/// <param name="Unpriced">Charged ones that the price list has no price for.</param>
public sealed record CategoryCost(string Category, string? Currency, decimal Amount, int Messages, int Free, int Unpriced);

/// <summary>What WhatsApp's messages cost, by category, as our price list estimates it.</summary>
public sealed class ReadCosts(TenantDb tenants, TimeProvider clock)
{
    /// <summary>This month until now, in the organization's zone.</summary>
    public Task<IReadOnlyList<CategoryCost>> MonthAsync(Actor actor, CancellationToken ct) => tenants.RunAsync(actor.OrganizationId, async (db, token) =>
    {
        var zone = (await db.QueryAsync("SELECT time_zone FROM organizations WHERE id = $1", r => r.GetString(0), token, db.OrganizationId))[0];
        var local = clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc);
        var first = new LocalDate(local.Year, local.Month, 1);
        DateTimeOffset Start(LocalDate day) => local.Zone.AtStartOfDay(day).ToInstant().ToDateTimeOffset();
        // To the month's end: the provider's clock may be ahead of ours.
        return await BetweenAsync(db, Start(first), Start(first.PlusMonths(1)), token);
    }, ct);

    /// <param name="from">Included.</param>
    /// <param name="to">Excluded.</param>
    public Task<IReadOnlyList<CategoryCost>> RunAsync(Actor actor, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        tenants.RunAsync(actor.OrganizationId, (db, token) => BetweenAsync(db, from.ToUniversalTime(), to.ToUniversalTime(), token), ct);

    private static Task<IReadOnlyList<CategoryCost>> BetweenAsync(ChatFlowDb db, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => db.QueryAsync("""
        SELECT category, max(currency), coalesce(sum(amount), 0), count(*)::int, count(*) FILTER (WHERE NOT billable)::int,
            count(*) FILTER (WHERE billable AND amount IS NULL)::int
        FROM message_costs WHERE organization_id = $1 AND at >= $2 AND at < $3
        GROUP BY category, CASE WHEN amount > 0 THEN currency END ORDER BY 3 DESC, 1
        """, r => new CategoryCost(r.GetString(0), r.Get<string>(1), r.GetDecimal(2), r.GetInt32(3), r.GetInt32(4), r.GetInt32(5)), ct,
        db.OrganizationId, from, to);
}
