namespace ChatFlow.Core.Inbox.Sending;

/// <summary>Wakes the sender before its next look: a message has just been committed.</summary>
public sealed class SendSignal : IDisposable
{
    private readonly SemaphoreSlim _waiting = new(0, 1);

    public void Wake()
    {
        try
        {
            if (_waiting.CurrentCount == 0)
                _waiting.Release();
        }
        catch (SemaphoreFullException)
        {
            // somebody else woke it in the same instant
        }
    }

    public void Dispose() => _waiting.Dispose();

    public Task WaitAsync(TimeSpan longest, CancellationToken ct) => _waiting.WaitAsync(longest, ct);
}
