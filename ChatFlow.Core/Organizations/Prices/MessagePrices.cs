using ChatFlow.Core.Data;

namespace ChatFlow.Core.Organizations.Prices;

/// <param name="Country">ISO 3166 alpha-2 of the person written to.</param>
/// <param name="Category">marketing, utility, authentication or service.</param>
/// <param name="FromMonth">The first day of the month from which it holds, until a later one does.</param>
/// <param name="Amount">For one message, in units of <paramref name="Currency"/>.</param>
/// <param name="Checked">An operator entered it; else it is a default that nobody has checked.</param>
public sealed record MessagePrice(string Country, string Category, DateOnly FromMonth, decimal Amount, string Currency, bool Checked);

/// <summary>
/// What WhatsApp charges for a message on the Cloud API, by country, category and month; one list for the installation,
/// kept by its operator. <para>The defaults are <b>unverified list prices</b> in USD, as third parties published Meta's
/// rate card "effective July 1, 2025" (docs.sent.dm, WhatsApp pricing guide, read 2026-11-25, for Argentina; the others
/// from the same rate card as we remember it). Meta changes its list every quarter, gives volume tiers that are not in
/// here, and announced to charge service messages from October 2026. The operator must check them against Meta's own list;
/// where there is no price nothing is estimated.</para>
/// </summary>
public sealed class MessagePrices(Gate gate, TimeProvider clock) : IDisposable
{
    public static readonly IReadOnlyList<string> Categories = ["marketing", "utility", "authentication", "service"];

    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private IReadOnlyList<MessagePrice> _prices = [];
    private DateTimeOffset? _readAt;

    /// <summary>Every price, by country and category, the newest month first. At most a minute old.</summary>
    public async Task<IReadOnlyList<MessagePrice>> ReadAsync(CancellationToken ct)
    {
        if (Fresh())
            return _prices;
        await _reading.WaitAsync(ct);
        try
        {
            if (Fresh())
                return _prices;
            await using var command = gate.Command("SELECT country, category, from_month, amount, currency, checked FROM gate.message_prices()");
            _prices = await Gate.ListAsync(
                command, r => new MessagePrice(r.GetString(0), r.GetString(1), DateOnly.FromDateTime(r.GetDateTime(2)), r.GetDecimal(3), r.GetString(4), r.GetBoolean(5)), ct);
            _readAt = clock.GetUtcNow();
            return _prices;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The price that holds at <paramref name="at"/>; null where the list has none.</summary>
    public static MessagePrice? Of(IReadOnlyList<MessagePrice> prices, string? country, string category, DateTimeOffset at)
    {
        var month = DateOnly.FromDateTime(at.UtcDateTime);
        return prices.Where(p => p.Country == country && p.Category == category && p.FromMonth <= month).MaxBy(p => p.FromMonth);
    }

    /// <summary>Changes are seen at once on this node, within a minute on others.</summary>
    internal void Forget() => _readAt = null;

    public void Dispose() => _reading.Dispose();

    private bool Fresh() => _readAt is { } at && clock.GetUtcNow() - at < s_lifetime;
}
