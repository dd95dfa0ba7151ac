namespace ChatFlow.Core.FollowUps.Enums;

/// <summary>What starts a sequence: the twelve values of the database's check.</summary>
public enum TriggerType
{
    TimeBased,
    Keyword,
    ConversationState,
    BotStage,
    Variable,
    Action,
    NoResponse,
    AbandonedCart,
    QuoteSent,
    MeetingScheduled,
    FormIncomplete,
    Custom,
}
