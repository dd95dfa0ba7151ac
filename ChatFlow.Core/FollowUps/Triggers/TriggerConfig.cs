using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.FollowUps.Triggers;

/// <summary>What starts a sequence, read from its <c>trigger_config</c>. Immutable and pure: matching asks nobody.</summary>
public abstract record TriggerConfig(TriggerType Type)
{
    /// <summary>
    /// Reads the configuration of a trigger; names count whatever their case, with or without underscores. Errors are
    /// <c>trigger_invalid</c> with the field as <c>triggerConfig.afterMinutes</c>.
    /// </summary>
    public static Result<TriggerConfig> Parse(TriggerType type, string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return Parse(type, default(JsonElement));
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(type, document.RootElement);
        }
        catch (JsonException)
        {
            return new ValidationError(ConfigReader.Code, "The trigger's configuration is not readable JSON.", ConfigReader.Root);
        }
    }

    /// <inheritdoc cref="Parse(TriggerType, string?)"/>
    public static Result<TriggerConfig> Parse(TriggerType type, JsonElement json)
    {
        if (json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined))
            return new ValidationError(ConfigReader.Code, "The trigger's configuration must be an object.", ConfigReader.Root);
        var reader = new ConfigReader(json);
        TriggerConfig config = type switch
        {
            TriggerType.Keyword => KeywordTrigger.Read(reader),
            TriggerType.NoResponse => NoResponseTrigger.Read(reader),
            TriggerType.TimeBased => TimeTrigger.Read(reader),
            TriggerType.ConversationState => ConversationStateTrigger.Read(reader),
            TriggerType.BotStage => BotStageTrigger.Read(reader),
            TriggerType.Variable or TriggerType.Action or TriggerType.AbandonedCart or TriggerType.QuoteSent
                or TriggerType.MeetingScheduled or TriggerType.FormIncomplete or TriggerType.Custom => EventTrigger.Read(type, reader),
        };
        return reader.Error is { } error ? error : config;
    }
}
