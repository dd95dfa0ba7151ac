using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Policy;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Timing;

/// <summary>When a step is due, and when it is too late for it.</summary>
public static class DueTime
{
    private static readonly Duration s_leastLateness = Duration.FromMinutes(15);
    private static readonly Duration s_mostLateness = Duration.FromHours(24);

    /// <summary>How late a reminder that is tied to a date may be; later it would only confuse.</summary>
    public static Duration DateLateness { get; } = Duration.FromMinutes(10);

    /// <summary>
    /// The moment a step should go out: the strategy's multiple of its delay but at least the floor, a little jitter,
    /// the minimum gap, never before now, then the next opening of every window. Null: no window ever opens. A step
    /// tied to a date is due exactly then, past or not; the planner skips it when its moment has gone.
    /// </summary>
    public static Instant? NextDue(DueRequest request)
    {
        if (request.AnchorKind is StepAnchor.TriggerDate)
            return request.Delay.After(request.Anchor, request.Zone);
        var policy = request.Policy;
        var due = Earliest(request.Delay, request.Anchor, request.Zone, policy)
            + (Duration.FromMinutes(policy.JitterMinutes) * request.Share);
        if (request.LastSend is { } last)
            due = Instant.Max(due, last + policy.MinGap);
        return request.Calendar.FirstSpread(Instant.Max(due, request.Now), request.Zone, request.Share);
    }

    /// <summary>The delay under the strategy: multiplied, and not below its floor.</summary>
    public static Instant Earliest(StepDelay delay, Instant anchor, DateTimeZone zone, FollowUpPolicy policy) =>
        Instant.Max(delay.After(anchor, zone, policy.DelayMultiplier), anchor + policy.DelayFloor);

    /// <summary>
    /// How late a step may go out after downtime: half its effective delay, at most a day. At least a quarter of an
    /// hour, or a busy minute would skip a step that waits only one.
    /// </summary>
    public static Duration MaxLateness(StepDelay delay, StepAnchor anchor, FollowUpPolicy policy)
    {
        if (anchor is StepAnchor.TriggerDate)
            return DateLateness;
        var effective = Duration.Max(delay.Nominal * policy.DelayMultiplier, policy.DelayFloor);
        return Duration.Max(s_leastLateness, Duration.Min(s_mostLateness, effective / 2));
    }
}
