namespace ChatFlow.Core.FollowUps.Enums;

/// <summary>What follows when a step's own conditions do not hold.</summary>
public enum OnSkip
{
    Next,
    Exit,
}
