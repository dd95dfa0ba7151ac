using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace ChatFlow.Core.Live;

/// <summary>
/// In-process events keyed by organization. Handlers run outside any lock and must return at once (they set a flag or
/// write to a channel); one that throws is logged and does not stop the others.
/// </summary>
public sealed class LiveBus(ILogger<LiveBus> logger)
{
    private readonly ConcurrentDictionary<Guid, ImmutableArray<Subscription>> _subscriptions = new();

    /// <summary>Every event of this node, for the relay that carries them to the other nodes.</summary>
    public event Action<LiveEvent>? Published;

    public IDisposable Subscribe(Guid organizationId, Action<LiveEvent> handler)
    {
        var subscription = new Subscription(this, organizationId, handler);
        _subscriptions.AddOrUpdate(organizationId, [subscription], (_, all) => all.Add(subscription));
        return subscription;
    }

    public void Publish(LiveEvent live)
    {
        Deliver(live);
        Published?.Invoke(live);
    }

    /// <summary>Hands on an event that another node published.</summary>
    public void Deliver(LiveEvent live)
    {
        if (!_subscriptions.TryGetValue(live.OrganizationId, out var all))
            return;
        foreach (var subscription in all)
        {
            try
            {
                subscription.Handler(live);
            }
            catch (Exception error)
            {
                logger.LogError(error, "A live handler failed for {Kind}", live.Kind);
            }
        }
    }

    private sealed class Subscription(LiveBus bus, Guid organizationId, Action<LiveEvent> handler) : IDisposable
    {
        public Action<LiveEvent> Handler => handler;

        public void Dispose()
        {
            while (bus._subscriptions.TryGetValue(organizationId, out var all))
            {
                var rest = all.Remove(this);
                var done = rest.IsEmpty
                    ? bus._subscriptions.TryRemove(KeyValuePair.Create(organizationId, all))
                    : bus._subscriptions.TryUpdate(organizationId, rest, all);
                if (done)
                    return;
            }
        }
    }
}
