namespace ChatFlow.Core.FollowUps.Enums;

/// <summary>What a step's delay counts from.</summary>
public enum StepAnchor
{
    /// <summary>The previous step's send (the trigger, for the first step).</summary>
    Previous,

    /// <summary>A date of the trigger, such as a meeting's start; the delay may be negative.</summary>
    TriggerDate,
}
