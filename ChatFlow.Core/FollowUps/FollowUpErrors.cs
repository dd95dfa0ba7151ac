using ChatFlow.Core.Common;

namespace ChatFlow.Core.FollowUps;

public sealed record SequenceUnknown() : NotFoundError("sequence.unknown", "There is no such sequence.");

public sealed record ExecutionUnknown() : NotFoundError("execution.unknown", "There is no such execution.");

/// <summary>Somebody else saved it in the meantime.</summary>
public sealed record SequenceChanged() : ConflictError("sequence.changed", "Somebody saved this sequence in the meantime. Load it again.");

public sealed record SequenceOff() : ConflictError("sequence.off", "The sequence is switched off.");

public sealed record AlreadyInSequence() : ConflictError("execution.open", "The contact is in this sequence already.");

public sealed record SequenceCooldown(int Days) : ConflictError(
    "execution.cooldown", $"The contact was in this sequence less than {Days} days ago. ignoreCooldown lets them in all the same.", "ignoreCooldown");

public sealed record ContactOptedOut() : ConflictError("contact.opted_out", "The contact asked not to be written to.");

/// <param name="Failing">The comparison that failed, such as <c>contact.stage eq</c>.</param>
public sealed record ConditionsUnmet(string? Failing) : ConflictError("execution.conditions", $"The sequence's conditions do not hold for this contact: {Failing}.");

public sealed record NothingToSchedule() : ConflictError("execution.no_window", "No moment to send is allowed by the sequence's send window.");

public sealed record ExecutionEnded() : ConflictError("execution.ended", "The execution has ended.");

public sealed record ExecutionPaused() : ConflictError("execution.paused", "The execution is paused. Resume it first.");

public sealed record ExecutionSending() : ConflictError("execution.sending", "A message is being sent just now. Try again in a moment.");

public sealed record ExecutionWithoutStep() : ConflictError("execution.no_step", "No step is left; the execution waits for an answer.");

public static class SequenceProblems
{
    public static ValidationError TriggerMissing { get; } = new("sequence.trigger_missing", "Say what starts the sequence.", "triggerType");

    public static ValidationError StepsMissing { get; } = new("sequence.steps_missing", "A sequence that is on needs at least one step.", "steps");

    public static ValidationError TriggerNotYet(string type) => new(
        "sequence.trigger_later", $"Sequences that start by {type} come later; nothing would start this one.", "triggerType");

    public static ValidationError AiNotYet(string field) => new("sequence.ai_later", "Texts written by a model come later; write a fixed one.", field);

    public static ValidationError TooManySteps(int most) => new("sequence.too_many_steps", $"A sequence has at most {most} steps.", "steps");

    public static ValidationError StepUnknown(string field) => new("sequence.step_unknown", "This sequence has no such step; leave the id out for a new one.", field);

    public static ValidationError StepTwice(string field) => new("sequence.step_twice", "This step is named twice.", field);

    public static ValidationError PolicyUnknown(string name) => new("policy_unknown", $"The policy has no {name}.", $"policy.{name}");

    public static ValidationError GoalInvalid(string field, string message) => new("goal_invalid", message, field);
}
