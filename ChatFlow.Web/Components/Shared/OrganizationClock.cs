using System.Security.Claims;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Components.Shared;

/// <summary>
/// The organization's time zone and a beat every minute, one a circuit, cascaded by the layout. Times read "hace 5 min"
/// stay true without a timer each.
/// </summary>
public sealed class OrganizationClock(TimeProvider time, TimeZoneInfo? zone) : IDisposable
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private Action? _minutePassed;

    public TimeZoneInfo Zone { get; set; } = zone ?? TimeZoneInfo.Utc;

    public DateTimeOffset Now => TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone);

    /// <summary>Raised on a pool thread; the timer runs only while someone listens.</summary>
    public event Action MinutePassed
    {
        add
        {
            lock (_lock)
            {
                _minutePassed += value;
                _timer ??= time.CreateTimer(_ => _minutePassed?.Invoke(), null, s_minute, s_minute);
            }
        }
        remove
        {
            lock (_lock)
            {
                _minutePassed -= value;
                if (_minutePassed is null)
                    Stop();
            }
        }
    }

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary>The zone in the person's <see cref="ActorClaims.TimeZone"/> claim (IANA name); UTC when there is none or it is unknown.</summary>
    public static TimeZoneInfo ZoneOf(ClaimsPrincipal user) =>
        user.FindFirst(ActorClaims.TimeZone)?.Value is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    public void Dispose()
    {
        lock (_lock)
        {
            _minutePassed = null;
            Stop();
        }
    }

    private void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
