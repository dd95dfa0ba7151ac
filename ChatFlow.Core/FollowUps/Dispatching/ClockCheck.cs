using ChatFlow.Core.Data;
using Microsoft.Extensions.Logging;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>
/// Compares this node's real clock with the database's, once a minute: a node that is off by more than a second would send
/// too early or too late, so it says so and does not dispatch. A test's clock is not the node's and is not looked at.
/// </summary>
public sealed class ClockCheck(Gate gate, ILogger<ClockCheck> logger)
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(1);
    private const long EveryMilliseconds = 60_000;
    private long _lastChecked = long.MinValue / 2;
    private bool _sound = true;

    public async Task<bool> IsSoundAsync(CancellationToken ct)
    {
        if (Environment.TickCount64 - _lastChecked < EveryMilliseconds)
            return _sound;
        await using var command = gate.Command("SELECT clock_timestamp()");
        var before = TimeProvider.System.GetUtcNow();
        var database = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(ct))!, TimeSpan.Zero);
        var after = TimeProvider.System.GetUtcNow();
        var off = database < before ? before - database : database > after ? database - after : TimeSpan.Zero;
        _lastChecked = Environment.TickCount64;
        _sound = off <= s_tolerance;
        if (!_sound)
            logger.LogError("This node's clock is off by {Seconds:0.0} s against the database; follow-ups are not dispatched here", off.TotalSeconds);
        return _sound;
    }
}
