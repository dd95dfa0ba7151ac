using System.Threading.Channels;

namespace ChatFlow.Core.Inbox.Reconciliation;

/// <summary>Organizations whose connection has just opened: what they missed is fetched now, not within the minute.</summary>
public sealed class ReconcileSignal
{
    private readonly Channel<Guid> _queue = Channel.CreateBounded<Guid>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Opened(Guid organizationId) => _queue.Writer.TryWrite(organizationId);

    public IAsyncEnumerable<Guid> ReadAllAsync(CancellationToken ct) => _queue.Reader.ReadAllAsync(ct);
}
