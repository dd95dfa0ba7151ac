namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>What one number may send: pure arithmetic over its row in channel_states, as gate.pace_sends does for messages.</summary>
public sealed class FollowUpTurns(DateTimeOffset now)
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private DateTimeOffset _slot;

    public required DateTimeOffset NextSendAt { get; set; }
    public DateTimeOffset? TailAt { get; set; }
    public DateTimeOffset? MinuteAt { get; set; }
    public int MinuteCount { get; set; }
    public DateTimeOffset? DayAt { get; set; }
    public int DayFirstCount { get; set; }
    public required int PerMinute { get; init; }
    public required int GapFrom { get; init; }
    public required int GapTo { get; init; }

    /// <summary>Null: no cap, or the number is not new any more.</summary>
    public int? FirstDaily { get; init; }

    private TimeSpan Step => TimeSpan.FromSeconds(Math.Max((GapFrom + GapTo) / 2.0, 60.0 / PerMinute));

    /// <summary>Starts counting anew where a minute or a day is over.</summary>
    public void Begin()
    {
        if (MinuteAt is not { } minute || minute <= now - s_minute)
            (MinuteAt, MinuteCount) = (now, 0);
        if (DayAt is not { } day || day <= now - s_day)
            (DayAt, DayFirstCount) = (now, 0);
        _slot = NextSendAt;
    }

    /// <summary>Null: it may go now. Else when its turn is.</summary>
    /// <param name="isFirst">To somebody whom we have never talked with.</param>
    /// <param name="isNew">It has no place in the queue yet, so it stands behind those that have.</param>
    public DateTimeOffset? Take(bool isFirst, bool isNew)
    {
        if (isFirst && DayFirstCount >= FirstDaily)
            return DayAt + s_day;
        if (NextSendAt <= now && MinuteCount < PerMinute)
        {
            MinuteCount++;
            DayFirstCount += isFirst ? 1 : 0;
            NextSendAt = now + TimeSpan.FromSeconds(GapFrom + (Random.Shared.NextDouble() * (GapTo - GapFrom)));
            if (MinuteCount >= PerMinute && MinuteAt!.Value + s_minute is var over && NextSendAt < over)
                NextSendAt = over;
            _slot = NextSendAt;
            return null;
        }

        if (isNew && TailAt is { } tail && tail + Step > _slot)
            _slot = tail + Step;
        var mine = _slot;
        if (TailAt is not { } last || last < mine)
            TailAt = mine;
        _slot = mine + Step;
        return mine;
    }
}
