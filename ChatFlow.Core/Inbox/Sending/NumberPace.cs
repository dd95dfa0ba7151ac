using System.Collections.Concurrent;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>
/// How long an organization's number leaves its provider alone after "too many messages" (Meta 130429): twice as long each
/// time, forgotten with the first message that goes through. Kept by each node for itself.
/// </summary>
public sealed class NumberPace(TimeProvider clock)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, (DateTimeOffset Until, int Times)> _held = new();

    /// <summary>Null when it may send.</summary>
    public TimeSpan? Wait(Guid organizationId) =>
        _held.TryGetValue(organizationId, out var held) && held.Until - clock.GetUtcNow() is { Ticks: > 0 } left ? left : null;

    public void Throttled(Guid organizationId, TimeSpan? asked)
    {
        var now = clock.GetUtcNow();
        _held.AddOrUpdate(
            organizationId,
            _ => (now + (asked ?? s_first), 1),
            // Those that were on their way when it began do not count again.
            (_, held) => held.Until > now ? held : (now + Longer(asked ?? s_first, held.Times), held.Times + 1));
    }

    public void Accepted(Guid organizationId)
    {
        if (!_held.IsEmpty && _held.TryGetValue(organizationId, out var held) && held.Until <= clock.GetUtcNow())
            _held.TryRemove(organizationId, out _);
    }

    private static TimeSpan Longer(TimeSpan asked, int times)
    {
        var longer = asked * Math.Pow(2, Math.Min(times, 10));
        return longer < s_longest ? longer : asked > s_longest ? asked : s_longest;
    }
}
