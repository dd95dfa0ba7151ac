using System.Collections.Concurrent;
using System.Threading.Channels;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.AspNetCore.SignalR;

namespace ChatFlow.Web.Live;

/// <summary>
/// The hub's connections of this node: hands each organization's events on to its group, and ends connections whose
/// person or key may no longer listen. A slow client never holds up the bus: events wait in a bounded queue.
/// </summary>
internal sealed class LiveConnections(
    LiveBus bus, IHubContext<LiveHub> hub, LiveAccess access, TimeProvider clock, ILogger<LiveConnections> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_revalidate = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Listener> _joined = new();
    private readonly Dictionary<Guid, (IDisposable Subscription, int Connections)> _organizations = [];
    private readonly Lock _lock = new();
    private readonly Channel<LiveEvent> _events = Channel.CreateBounded<LiveEvent>(
        new BoundedChannelOptions(10_000) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    public void Joined(HubCallerContext connection, Actor actor)
    {
        _joined[connection.ConnectionId] = new Listener(connection, actor.OrganizationId);
        lock (_lock)
        {
            var (subscription, count) = _organizations.TryGetValue(actor.OrganizationId, out var known)
                ? known
                : (bus.Subscribe(actor.OrganizationId, live => _events.Writer.TryWrite(live)), 0);
            _organizations[actor.OrganizationId] = (subscription, count + 1);
        }
    }

    public void Left(string connectionId)
    {
        if (!_joined.TryRemove(connectionId, out var joined))
            return;
        lock (_lock)
        {
            var (subscription, count) = _organizations[joined.OrganizationId];
            if (count > 1)
            {
                _organizations[joined.OrganizationId] = (subscription, count - 1);
                return;
            }

            _organizations.Remove(joined.OrganizationId);
            subscription.Dispose();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SendAsync(stoppingToken), RevalidateAsync(stoppingToken));

    private async Task SendAsync(CancellationToken ct)
    {
        await foreach (var live in _events.Reader.ReadAllAsync(ct))
            await hub.Clients.Group(LiveHub.Group(live.OrganizationId)).SendAsync("changed", LiveNotice.Of(live), ct);
    }

    private async Task RevalidateAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(s_revalidate, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            foreach (var joined in _joined.Values)
            {
                try
                {
                    if (!await access.MayGoOnAsync(joined.Connection, ct))
                        joined.Connection.Abort();
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    // An outage of the database is no reason to cut everybody off; the next minute asks again.
                    logger.LogWarning("A live connection could not be checked ({Error})", error.GetType().Name);
                }
            }
        }
    }

    private sealed record Listener(HubCallerContext Connection, Guid OrganizationId);
}
