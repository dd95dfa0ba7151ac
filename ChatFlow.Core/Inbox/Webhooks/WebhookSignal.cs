using System.Threading.Channels;

namespace ChatFlow.Core.Inbox.Webhooks;

/// <summary>
/// Which organizations have bodies waiting. Each is at one place at a time: in the queue, with one worker, or waiting for
/// a moment; what arrives meanwhile is remembered, so that no wake-up is lost and no two workers of this node share one.
/// </summary>
public sealed class WebhookSignal(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Place> _places = [];
    private readonly Channel<Guid> _queue = Channel.CreateUnbounded<Guid>();

    private enum Place
    {
        Queued,
        Running,

        /// <summary>More arrived since the worker began; it may have read before.</summary>
        RunningAndMore,

        /// <summary>It will be queued in a moment, or when something arrives.</summary>
        Resting,
    }

    public void Arrived(Guid organizationId)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(organizationId, out var place) || place == Place.Resting)
                Queue(organizationId);
            else if (place == Place.Running)
                _places[organizationId] = Place.RunningAndMore;
        }
    }

    /// <summary>The next organization; it belongs to the caller until <see cref="Finished"/>.</summary>
    public async ValueTask<Guid> NextAsync(CancellationToken ct)
    {
        var organization = await _queue.Reader.ReadAsync(ct);
        lock (_gate)
            _places[organization] = Place.Running;
        return organization;
    }

    /// <param name="again">When to come back although nothing more arrived: zero, at once; null, not at all.</param>
    public void Finished(Guid organizationId, TimeSpan? again = null)
    {
        lock (_gate)
        {
            if (again > TimeSpan.Zero)
                _places[organizationId] = Place.Resting;
            else if (again is not null || _places[organizationId] == Place.RunningAndMore)
                Queue(organizationId);
            else
                _places.Remove(organizationId);
        }

        if (again > TimeSpan.Zero)
            _ = ReturnAsync(organizationId, again.Value);
    }

    private async Task ReturnAsync(Guid organizationId, TimeSpan after)
    {
        await Task.Delay(after, clock);
        lock (_gate)
        {
            if (_places.TryGetValue(organizationId, out var place) && place == Place.Resting)
                Queue(organizationId);
        }
    }

    private void Queue(Guid organizationId)
    {
        _places[organizationId] = Place.Queued;
        _queue.Writer.TryWrite(organizationId);
    }
}
