namespace ChatFlow.Core.FollowUps.Enums;

public enum DelayUnit
{
    Minutes,
    Hours,
    Days,
}
