using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.FollowUps.Triggers;

public enum StageMoment
{
    Entered,
    Stuck,
    Left,
}

/// <summary>The bot's talk enters, leaves or is stuck (for <paramref name="StuckMinutes"/>) at a stage.</summary>
public sealed record BotStageTrigger(string Stage, StageMoment On, int StuckMinutes) : TriggerConfig(TriggerType.BotStage)
{
    /// <summary>A stuck trigger is armed on entering; its wait is <see cref="StuckMinutes"/>.</summary>
    public bool Matches(string stage, bool entered) =>
        string.Equals(Stage, stage, StringComparison.OrdinalIgnoreCase)
        && On switch
        {
            StageMoment.Entered or StageMoment.Stuck => entered,
            StageMoment.Left => !entered,
        };

    internal static BotStageTrigger Read(ConfigReader reader)
    {
        var on = reader.Choice("on", StageMoment.Entered);
        return new BotStageTrigger(
            reader.Text(reader.Has("stageId") ? "stageId" : "stage", required: true) ?? "",
            on,
            on is StageMoment.Stuck ? reader.Whole("stuckMinutes", 60, 1, 30 * 24 * 60) : 0);
    }
}
