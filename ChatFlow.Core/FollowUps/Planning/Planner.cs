using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Timing;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Planning;

/// <summary>
/// Decides about one run, from nothing but its input: the same input gives the same decision in the builder's preview,
/// in the simulator and in the dispatcher.
/// </summary>
public static class Planner
{
    /// <summary>What to do now. Endings are tested before waits, so that nothing that is over is moved about.</summary>
    public static Decision Decide(PlannerInput input)
    {
        if (input.Status is not (ExecutionStatus.Active or ExecutionStatus.Paused))
            return new Decision.Ignore();
        if (Exits(input) is { } over)
            return over;
        if (Holds(input) is { } held)
            return held;
        if (input.Step is not { } step)
            return AfterLastStep(input);
        if (Limits(input) is { } exhausted)
            return exhausted;
        if (input.Now < input.PlannedAt)
            return new Decision.Move(input.PlannedAt, DecisionReason.NotDue);
        if (input.HeldUntil is { } until && until > input.Now)
            return new Decision.Move(until, DecisionReason.ProviderHoldsBack);
        return StepGate(input, step) ?? Pacing.Gate(input, step) ?? new Decision.Send(step, input.WindowClosed);
    }

    /// <summary>The first step's due time; <paramref name="anchor"/> is the moment of the trigger.</summary>
    public static NextPlan PlanFirst(PlannerInput input, Instant anchor) =>
        input.Steps.Any(s => !s.IsRetired)
            ? Schedule(input, input.Step, anchor, LastSend(input), input.CurrentStep)
            : new NextPlan.Ended(ExitReason.NoResponse, DecisionReason.NoSteps);

    /// <summary>What follows once <paramref name="sent"/> went out at <paramref name="sentAt"/>.</summary>
    public static NextPlan PlanAfterSend(PlannerInput input, PlannerStep sent, Instant sentAt)
    {
        var allowed = input.EffectivePolicy.MaxSteps;
        var next = input.SentByThisRun + 1 >= allowed ? null : input.StepAfter(sent.Order);
        return Schedule(input, next, sentAt, Later(LastSend(input), sentAt), sent.Order);
    }

    /// <summary>What follows a step passed over: counted from now, so that a backlog never leaves in a burst.</summary>
    public static NextPlan PlanAfterSkip(PlannerInput input, PlannerStep skipped)
    {
        var next = input.StepAfter(skipped.Order);
        return next is null && input.SentByThisRun == 0
            ? new NextPlan.Ended(ExitReason.NoResponse, DecisionReason.Finished)
            : Schedule(input, next, input.Now, LastSend(input), skipped.Order);
    }

    /// <summary>The due time of a paused run that goes on, with the wait that was left when it was paused.</summary>
    public static Instant ResumeAt(PlannerInput input, Duration remaining)
    {
        var due = input.Now + Duration.Max(remaining, Duration.Zero);
        return input.Calendar.FirstSpread(due, input.Zone, Share(input, input.CurrentStep)) ?? due;
    }

    private static Decision.Stop? Exits(PlannerInput input) => input switch
    {
        { ContactOptedOut: true } => new(ExitReason.OptedOut, DecisionReason.OptedOut),
        { SequenceDeleted: true } => new(ExitReason.SequenceDeleted, DecisionReason.SequenceDeleted),
        { Converted: true } => new(ExitReason.Converted, DecisionReason.Converted),
        { RepliedSinceStart: true, ExitOnReply: true } => new(ExitReason.Replied, DecisionReason.Replied),
        { MarketingStopped: true, IsMarketing: true } => new(ExitReason.MarketingStopped, DecisionReason.MarketingStopped),
        { ContactUnreachable: true } => new(ExitReason.Unreachable, DecisionReason.Unreachable),
        _ => null,
    };

    private static Decision.Pause? Holds(PlannerInput input) => input switch
    {
        { SequenceEnabled: false } => new(PauseReason.Sequence, DecisionReason.SequenceOff),
        { HeldByPerson: true } => new(PauseReason.Human, DecisionReason.HumanTookOver),
        { Status: ExecutionStatus.Paused, PauseReason: PauseReason.Error } => new(PauseReason.Error, DecisionReason.TooManyFailures),
        { Status: ExecutionStatus.Paused, PauseReason: PauseReason.Manual or null } => new(PauseReason.Manual, DecisionReason.PausedByPerson),
        { ChannelUsable: false } => new(PauseReason.Channel, DecisionReason.ChannelDown),
        _ => null,
    };

    private static Decision AfterLastStep(PlannerInput input) =>
        !input.Steps.Any(s => !s.IsRetired) ? new Decision.Stop(ExitReason.NoResponse, DecisionReason.NoSteps)
        : input.Now < input.PlannedAt ? new Decision.Move(input.PlannedAt, DecisionReason.AwaitingAnswer)
        : new Decision.Stop(ExitReason.NoResponse, DecisionReason.Finished);

    private static Decision.Stop? Limits(PlannerInput input)
    {
        var policy = input.EffectivePolicy;
        DecisionReason? reason =
            input.Now - input.StartedAt > policy.MaxLifetime ? DecisionReason.LifetimeOver
            : input.SentByThisRun >= policy.MaxSteps ? DecisionReason.MaxSteps
            : input.Unanswered >= policy.GiveUpAfterUnanswered ? DecisionReason.GaveUp
            : input.Unread >= policy.GiveUpAfterUnread ? DecisionReason.NeverRead
            : null;
        return reason is { } why ? new Decision.Stop(ExitReason.NoResponse, why) : null;
    }

    private static Decision? StepGate(PlannerInput input, PlannerStep step)
    {
        var lateness = step.MaxLateness ?? DueTime.MaxLateness(step.Delay, step.Anchor, input.EffectivePolicy);
        if (input.Now - input.PlannedAt > lateness)
            return new Decision.Skip(step, DecisionReason.TooLate);
        if (!input.SequenceConditionsHold)
            return new Decision.Stop(ExitReason.Conditions, DecisionReason.ConditionsFalse);
        if (!input.ConditionsHold)
        {
            return step.OnSkip is OnSkip.Exit
                ? new Decision.Stop(ExitReason.Conditions, DecisionReason.ConditionsFalse)
                : new Decision.Skip(step, DecisionReason.ConditionsFalse);
        }

        if (input.WindowClosed && !step.HasTemplate)
        {
            // Only a reply opens the window again: if that ends the run and no later step has a template, it is over.
            var mayGoOn = !input.ExitOnReply || input.Steps.Any(s => s.Order > step.Order && s is { HasTemplate: true, IsRetired: false });
            return mayGoOn
                ? new Decision.Skip(step, DecisionReason.WindowClosed)
                : new Decision.Stop(ExitReason.WindowClosed, DecisionReason.WindowClosed);
        }

        return input.ContentProblem is { } problem ? new Decision.Skip(step, problem) : null;
    }

    private static NextPlan Schedule(PlannerInput input, PlannerStep? step, Instant anchor, Instant? lastSend, int done)
    {
        if (step is null)
        {
            var wait = input.EffectivePolicy.FinalWait;
            var next = Math.Max(done, input.Steps.Select(s => s.Order).DefaultIfEmpty().Max()) + 1;
            return wait > Duration.Zero
                ? new NextPlan.AwaitAnswer(next, input.Now + wait)
                : new NextPlan.Ended(ExitReason.NoResponse, DecisionReason.Finished);
        }

        var tied = step.Anchor is StepAnchor.TriggerDate && input.TriggerDate is not null;
        var due = DueTime.NextDue(new DueRequest
        {
            Now = input.Now,
            Anchor = tied ? input.TriggerDate!.Value : anchor,
            AnchorKind = tied ? StepAnchor.TriggerDate : StepAnchor.Previous,
            Delay = tied ? step.Delay : step.Delay with { Amount = Math.Max(0, step.Delay.Amount) },
            Policy = input.EffectivePolicy,
            Calendar = input.Calendar,
            Zone = input.Zone,
            LastSend = lastSend,
            Share = Share(input, step.Order),
        });
        return due is { } at
            ? new NextPlan.Scheduled(step, at)
            : new NextPlan.Ended(ExitReason.NoWindow, DecisionReason.NoWindow);
    }

    internal static double Share(PlannerInput input, int step) => Jitter.Share(input.ExecutionId, step);

    internal static Instant? LastSend(PlannerInput input) =>
        Later(input.AutomatedSends.Count == 0 ? null : input.AutomatedSends.Max(), input.LastManualSend);

    private static Instant? Later(Instant? one, Instant? other) => one is null ? other : other is null ? one : Instant.Max(one.Value, other.Value);
}
