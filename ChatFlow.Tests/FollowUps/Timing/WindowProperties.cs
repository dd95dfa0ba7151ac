using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Policy;
using ChatFlow.Core.FollowUps.Timing;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Timing;

public sealed class WindowProperties
{
    private static readonly string[] s_zones =
    [
        "Europe/Madrid", "America/Santiago", "America/New_York", "America/Sao_Paulo", "America/Havana", "Atlantic/Azores",
        "Australia/Lord_Howe", "Africa/Casablanca", "America/Asuncion", "UTC",
    ];

    // Quarter hours of 2023 to 2029: every change of the clocks of these zones is among them.
    private static readonly Gen<Instant> s_instants =
        Gen.Choose(0, 7 * 365 * 96).Select(q => Instant.FromUtc(2023, 1, 1, 0, 0) + Duration.FromMinutes(15 * q));

    private static readonly Gen<SendWindow> s_windows =
        from days in Gen.Choose(1, 127)
        from start in Gen.Choose(0, 95)
        from end in Gen.Choose(0, 95)
        select new SendWindow((WeekDays)days, Quarter(start), Quarter(end));

    private static readonly Gen<DateTimeZone> s_zone = Gen.Elements(s_zones).Select(id => DateTimeZoneProviders.Tzdb[id]);

    [Fact]
    public void An_opening_is_inside_the_window_and_never_before_what_was_asked() =>
        Check(from time in s_instants from window in s_windows from zone in s_zone select (time, window, zone), c =>
        {
            var found = c.window.FirstAtOrAfter(c.time, c.zone);
            return found is { } at && at >= c.time && c.window.Contains(at, c.zone) && at - c.time <= Duration.FromDays(15);
        });

    [Fact]
    public void Nothing_open_is_passed_over() =>
        Check(from time in s_instants from window in s_windows from zone in s_zone select (time, window, zone), c =>
        {
            var found = c.window.FirstAtOrAfter(c.time, c.zone)!.Value;
            for (var at = c.time; at < found; at += Duration.FromMinutes(15))
            {
                if (c.window.Contains(at, c.zone))
                    return false;
            }

            return true;
        });

    [Fact]
    public void A_due_time_is_allowed_by_every_window_and_respects_now_the_delay_and_the_gap() =>
        Check(
            from now in s_instants
            from ago in Gen.Choose(0, 5000)
            from amount in Gen.Choose(0, 60)
            from unit in Gen.Elements(Enum.GetValues<DelayUnit>())
            from strategy in Gen.Elements(Enum.GetValues<FollowUpStrategy>())
            from own in s_windows
            from zone in s_zone
            from share in Gen.Choose(0, 99)
            select (now, ago, delay: new StepDelay(amount, unit), strategy, own, zone, share),
            c =>
            {
                var policy = FollowUpPolicy.For(c.strategy);
                var calendar = SendCalendar.Of(policy.Window, c.own);
                var anchor = c.now - Duration.FromMinutes(c.ago);
                var due = DueTime.NextDue(new DueRequest
                {
                    Now = c.now,
                    Anchor = anchor,
                    Delay = c.delay,
                    Policy = policy,
                    Calendar = calendar,
                    Zone = c.zone,
                    LastSend = anchor,
                    Share = c.share / 100.0,
                });
                return due is not { } at
                    || (at >= c.now && at >= anchor + policy.MinGap && calendar.Allows(at, c.zone)
                        && at >= DueTime.Earliest(c.delay, anchor, c.zone, policy) && at >= anchor + policy.DelayFloor);
            });

    private static LocalTime Quarter(int quarter) => new(quarter / 4, quarter % 4 * 15);

    private static void Check<T>(Gen<T> cases, Func<T, bool> holds) =>
        Prop.ForAll(cases.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}
