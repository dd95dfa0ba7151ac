using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Policy;
using ChatFlow.Core.FollowUps.Timing;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Planning;

/// <summary>Caps, gaps and windows: whether a message that may be sent may be sent right now.</summary>
internal static class Pacing
{
    private static readonly Duration s_week = Duration.FromDays(7);
    private static readonly Duration s_month = Duration.FromDays(30);

    public static Decision? Gate(PlannerInput input, PlannerStep step)
    {
        if (input.LimitsLifted)
            return null;
        var policy = input.EffectivePolicy;
        var cap = Cap(input, policy);
        if (cap is { } over && over.Free - (input.FirstPlannedAt ?? input.PlannedAt) > policy.OverCapDelay)
            return new Decision.Skip(step, over.Reason);

        var (until, reason) = (input.Now, DecisionReason.Due);
        Wait(cap?.Free, cap?.Reason ?? default);
        Wait(Planner.LastSend(input) + policy.MinGap, DecisionReason.MinGap);
        if (input.WindowClosed && input.IsMarketing)
            Wait(input.LastTemplateSend + policy.TemplateGap, DecisionReason.TemplateGap);
        if (!input.Calendar.Allows(until, input.Zone) && until == input.Now)
            reason = DecisionReason.QuietHours;
        if (input.Calendar.FirstSpread(until, input.Zone, Planner.Share(input, step.Order)) is not { } open)
            return new Decision.Stop(ExitReason.NoWindow, DecisionReason.NoWindow);
        if (open == input.Now)
            return null;
        return WouldBePointless(input, step, open) ? new Decision.Skip(step, reason) : new Decision.Move(open, reason);

        void Wait(Instant? free, DecisionReason why)
        {
            if (free > until)
                (until, reason) = (free.Value, why);
        }
    }

    // "In an hour we meet" must not arrive after the meeting.
    private static bool WouldBePointless(PlannerInput input, PlannerStep step, Instant open) =>
        step.Anchor is StepAnchor.TriggerDate
        && open - (input.FirstPlannedAt ?? input.PlannedAt) > (step.MaxLateness ?? DueTime.DateLateness);

    /// <summary>The strictest cap that is reached, with the first moment it leaves room again.</summary>
    private static (Instant Free, DecisionReason Reason)? Cap(PlannerInput input, FollowUpPolicy policy)
    {
        var today = input.Now.InZone(input.Zone).Date;
        (Instant Free, DecisionReason Reason)? strictest = null;
        if (input.AutomatedSends.Count(at => at.InZone(input.Zone).Date == today) >= policy.MaxPerDay)
            strictest = (input.Zone.AtStartOfDay(today.PlusDays(1)).ToInstant(), DecisionReason.CapDay);
        Rolling(s_week, policy.MaxPer7Days, DecisionReason.CapWeek);
        Rolling(s_month, policy.MaxPer30Days, DecisionReason.CapMonth);
        return strictest;

        void Rolling(Duration span, int most, DecisionReason reason)
        {
            var within = input.AutomatedSends.Where(at => at > input.Now - span).Order().ToList();
            if (within.Count < most)
                return;
            var free = within[within.Count - most] + span;
            if (strictest is not { } so || free > so.Free)
                strictest = (free, reason);
        }
    }
}
