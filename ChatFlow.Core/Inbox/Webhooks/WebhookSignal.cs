using System.Threading.Channels;

namespace ChatFlow.Core.Inbox.Webhooks;

/// <summary>
/// Which organizations have bodies waiting. Each is at one place at a time: in the queue, with one worker, or waiting for
/// a moment; what arrives meanwhile is remembered, so that no wake-up is lost and no two workers of this node share one.
/// Who was idle gets its turn at once. Who is busy gathers for a moment between two turns: a turn costs the same for one
/// body as for a hundred.
/// </summary>
public sealed class WebhookSignal(TimeProvider clock)
{
    /// <summary>How long a busy organization gathers; well within the quarter of a second that a message may take.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

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

        /// <summary>It will be queued in a moment, with whatever arrives until then.</summary>
        Gathering,
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
            switch (again)
            {
                case null when _places[organizationId] == Place.RunningAndMore:
                    _places[organizationId] = Place.Gathering;
                    again = Gathering;
                    break;
                case null:
                    _places.Remove(organizationId);
                    return;
                case { } now when now <= TimeSpan.Zero:
                    Queue(organizationId);
                    return;
                default:
                    _places[organizationId] = Place.Resting;
                    break;
            }
        }

        _ = ReturnAsync(organizationId, again.Value);
    }

    private async Task ReturnAsync(Guid organizationId, TimeSpan after)
    {
        await Task.Delay(after, clock);
        lock (_gate)
        {
            if (_places.TryGetValue(organizationId, out var place) && place is Place.Resting or Place.Gathering)
                Queue(organizationId);
        }
    }

    private void Queue(Guid organizationId)
    {
        _places[organizationId] = Place.Queued;
        _queue.Writer.TryWrite(organizationId);
    }
}
