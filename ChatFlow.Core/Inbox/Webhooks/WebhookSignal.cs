using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ChatFlow.Core.Inbox.Webhooks;

/// <summary>Which organizations have bodies waiting, each at most once in the queue.</summary>
public sealed class WebhookSignal
{
    private readonly ConcurrentDictionary<Guid, bool> _waiting = new();
    private readonly Channel<Guid> _queue = Channel.CreateUnbounded<Guid>();

    public void Arrived(Guid organizationId)
    {
        if (_waiting.TryAdd(organizationId, true))
            _queue.Writer.TryWrite(organizationId);
    }

    /// <summary>The next organization; it may be signalled again from now on.</summary>
    public async ValueTask<Guid> NextAsync(CancellationToken ct)
    {
        var organization = await _queue.Reader.ReadAsync(ct);
        _waiting.TryRemove(organization, out _);
        return organization;
    }
}
