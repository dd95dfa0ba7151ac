namespace ChatFlow.Core.Inbox.Sending;

/// <summary>Wakes a loop before its next look; many wake-ups are one.</summary>
public abstract class WakeSignal : IDisposable
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

    public void Dispose()
    {
        _waiting.Dispose();
        GC.SuppressFinalize(this);
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken ct) => _waiting.WaitAsync(longest, ct);
}
