using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ChatFlow.Web.Webhooks;

/// <summary>Keeps what was looked up for a short while. Full, it forgets everything: it is refilled in as many look-ups.</summary>
internal sealed class BriefCache<TKey, TValue>(TimeProvider clock, TimeSpan lifetime, int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, (TValue Value, long Since)> _entries = new();

    public bool TryGet(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        value = null;
        if (!_entries.TryGetValue(key, out var entry) || clock.GetElapsedTime(entry.Since) > lifetime)
            return false;
        value = entry.Value;
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (_entries.Count >= capacity)
            _entries.Clear();
        _entries[key] = (value, clock.GetTimestamp());
    }

    public void Remove(TKey key) => _entries.TryRemove(key, out _);
}
