using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>
/// A finished text, or why there is none: <paramref name="Problem"/> goes into the decision log as it is, and
/// <paramref name="Variable"/> names the one that is missing.
/// </summary>
public sealed record RenderedText(string? Text, DecisionReason? Problem = null, string? Variable = null);
