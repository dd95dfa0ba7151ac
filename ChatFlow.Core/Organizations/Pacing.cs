namespace ChatFlow.Core.Organizations;

public enum PacingPreset
{
    Careful,
    Normal,
    Fast,
    Custom,
}

/// <summary>
/// How fast a number on Evolution API opens conversations: what an API key writes to people who did not write first, and
/// follow-ups. Answers are not paced. WhatsApp bans numbers that write to many strangers at once (contracts/evolution.md
/// sections 8 and 10); it publishes no limit, so these are the contract's one message in 1 to 3 seconds and its like.
/// </summary>
/// <param name="PerMinute">Messages a minute at most.</param>
/// <param name="GapFrom">Seconds between two messages: a random time from here …</param>
/// <param name="GapTo">… to here.</param>
/// <param name="FirstDaily">People never talked with before, in 24 hours, while the number is new (14 days); null: no cap.</param>
public sealed record Pacing(int PerMinute, int GapFrom, int GapTo, int? FirstDaily)
{
    /// <summary>The numbers of a preset; null for custom, which has its own.</summary>
    public static Pacing? Of(PacingPreset preset) => preset switch
    {
        PacingPreset.Careful => new(8, 5, 12, 20),
        PacingPreset.Normal => new(30, 1, 3, 50),
        PacingPreset.Fast => new(60, 0, 2, 200),
        PacingPreset.Custom => null,
    };
}
