namespace ChatFlow.Core.FollowUps.Enums;

public enum StepMessageType
{
    Fixed,
    AiGenerated,
}
