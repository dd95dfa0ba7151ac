using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.FollowUps.Triggers;

/// <summary>A conversation enters one of <paramref name="To"/> and stays for <paramref name="DwellMinutes"/>.</summary>
public sealed record ConversationStateTrigger(IReadOnlyList<string> From, IReadOnlyList<string> To, int DwellMinutes)
    : TriggerConfig(TriggerType.ConversationState)
{
    /// <summary>Created (<paramref name="from"/> null) and changed conversations both count.</summary>
    public bool Matches(string? from, string to) =>
        !string.Equals(from, to, StringComparison.OrdinalIgnoreCase)
        && To.Contains(to, StringComparer.OrdinalIgnoreCase)
        && (From.Count == 0 || (from is not null && From.Contains(from, StringComparer.OrdinalIgnoreCase)));

    internal static ConversationStateTrigger Read(ConfigReader reader)
    {
        var to = reader.Has("to") ? reader.Texts("to") : reader.Texts("state");
        if (to.Count == 0)
            reader.Fail("to", "At least one state is needed.");
        return new ConversationStateTrigger(reader.Texts("from"), to, reader.Whole("dwellMinutes", 0, 0, 30 * 24 * 60));
    }
}
