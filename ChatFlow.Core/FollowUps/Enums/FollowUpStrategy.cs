namespace ChatFlow.Core.FollowUps.Enums;

/// <summary>How insistent a sequence is: names a preset of <see cref="Policy.FollowUpPolicy"/>.</summary>
public enum FollowUpStrategy
{
    Passive,
    Moderate,
    Aggressive,
}
