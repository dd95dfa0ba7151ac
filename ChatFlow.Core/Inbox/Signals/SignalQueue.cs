using System.Threading.Channels;

namespace ChatFlow.Core.Inbox.Signals;

/// <summary>A courtesy to be sent: nothing waits for it.</summary>
public abstract record ChatSignal(Guid OrganizationId, Guid ContactId)
{
    /// <summary>The bot is writing an answer.</summary>
    public sealed record Typing(Guid OrganizationId, Guid ContactId) : ChatSignal(OrganizationId, ContactId);

    /// <summary>A person has read these messages; oldest first.</summary>
    public sealed record Read(Guid OrganizationId, Guid ContactId, IReadOnlyList<string> ProviderMessageIds) : ChatSignal(OrganizationId, ContactId);
}

/// <summary>Signals on their way out. Full, the oldest give way: they are worth something only for a moment.</summary>
public sealed class SignalQueue
{
    private readonly Channel<ChatSignal> _queue = Channel.CreateBounded<ChatSignal>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Add(ChatSignal signal) => _queue.Writer.TryWrite(signal);

    public IAsyncEnumerable<ChatSignal> ReadAllAsync(CancellationToken ct) => _queue.Reader.ReadAllAsync(ct);
}
