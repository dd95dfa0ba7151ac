namespace ChatFlow.Core.Common;

public static class Ids
{
    /// <summary>A time-ordered UUID (version 7), so that new rows land at the right edge of their index.</summary>
    public static Guid New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());
}
