namespace ChatFlow.Core.FollowUps.Timing;

/// <summary>
/// A share between 0 and 1 that looks random and is the same each time it is asked for: a due time computed twice
/// (preview, dispatch, after a crash) must come out the same.
/// </summary>
public static class Jitter
{
    public static double Share(Guid executionId, int step)
    {
        Span<byte> bytes = stackalloc byte[16];
        executionId.TryWriteBytes(bytes);
        var hash = 14695981039346656037UL;
        foreach (var b in bytes)
            hash = (hash ^ b) * 1099511628211UL;
        hash = (hash ^ (uint)step) * 1099511628211UL;
        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15UL;
        return (hash >> 11) / (double)(1UL << 53);
    }
}
