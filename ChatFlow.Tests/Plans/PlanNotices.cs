using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ChatFlow.Tests.Plans;

/// <summary>Collects what the server tells a connection beside its answers; Npgsql hands it to its log.</summary>
internal sealed class PlanNotices : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _notices = new();

    public List<string> Take()
    {
        var taken = new List<string>();
        while (_notices.TryDequeue(out var notice))
            taken.Add(notice);
        return taken;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values && values.FirstOrDefault(v => v.Key == "NoticeText").Value is string text)
            _notices.Enqueue(text);
    }

    public void Dispose()
    {
    }
}
