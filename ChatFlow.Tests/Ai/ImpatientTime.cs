namespace ChatFlow.Tests.Ai;

/// <summary>A clock on which every wait is over at once and is remembered, while the time limit of a whole answer passes only when told.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private readonly List<(TimerCallback Callback, object? State)> _limits = [];
    private DateTimeOffset _now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
            return new Nothing();
        if (dueTime >= TimeSpan.FromSeconds(60))
        {
            _limits.Add((callback, state));
            return new Nothing();
        }

        Waits.Add(dueTime);
        _now += dueTime;
        _ = ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
        return new Nothing();
    }

    public void PassTimeouts()
    {
        foreach (var (callback, state) in _limits.ToArray())
            callback(state);
    }

    private sealed class Nothing : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
