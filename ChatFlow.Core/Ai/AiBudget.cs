namespace ChatFlow.Core.Ai;

/// <summary>The time that one answer may take altogether.</summary>
internal sealed class AiBudget : IDisposable
{
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _end;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _both;

    public AiBudget(TimeProvider time, TimeSpan total, CancellationToken caller)
    {
        _time = time;
        _end = time.GetUtcNow() + total;
        _caller = caller;
        _timeout = new CancellationTokenSource(total, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(caller, _timeout.Token);
    }

    public CancellationToken Token => _both.Token;

    public bool CallerGaveUp => _caller.IsCancellationRequested;

    /// <summary>Waits, unless what remains afterwards would be too short for an answer.</summary>
    /// <returns>False when there is no time for it; nothing was waited then.</returns>
    public async Task<bool> WaitAsync(TimeSpan delay)
    {
        if (_time.GetUtcNow() + delay + TimeSpan.FromSeconds(5) > _end)
            return false;
        await Task.Delay(delay, _time, _caller);
        return true;
    }

    /// <summary>About 1 s, then 2 s, each up to half longer so that many callers do not come back together.</summary>
    public static TimeSpan Backoff(int attempt) =>
        TimeSpan.FromSeconds(Math.Pow(2, attempt)) * (1 + (Random.Shared.Next(0, 50) / 100d));

    public void Dispose()
    {
        _both.Dispose();
        _timeout.Dispose();
    }
}
