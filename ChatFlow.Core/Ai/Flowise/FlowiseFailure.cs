using System.Text.RegularExpressions;

namespace ChatFlow.Core.Ai.Flowise;

/// <summary>What a refusal of Flowise means (contracts/flowise.md section 3): status codes alone do not tell.</summary>
/// <param name="Retry">Whether asking once more is safe: a flow whose tools may have run is never started twice.</param>
internal sealed partial record FlowiseFailure(AiFailure Kind, bool Retry)
{
    public static FlowiseFailure Of(int status, string message) => status switch
    {
        401 => new(AiFailure.Authentication, false),
        500 when Unauthorized().IsMatch(message) => new(AiFailure.Authentication, false),
        500 when message.Contains("not found", StringComparison.OrdinalIgnoreCase) => new(AiFailure.Configuration, false),
        400 or 403 or 404 or 405 or 412 => new(AiFailure.Configuration, false),
        429 => new(AiFailure.RateLimited, true),
        502 or 503 => new(AiFailure.Overloaded, true),
        504 or 524 => new(AiFailure.Timeout, false),
        500 when ProviderKey().IsMatch(message) => new(AiFailure.Configuration, false),
        500 when RateLimit().IsMatch(message) => new(AiFailure.RateLimited, false),
        500 when Timeout().IsMatch(message) => new(AiFailure.Timeout, false),
        _ => new(AiFailure.Other, false),
    };

    /// <summary>Flowise's own refusal of its key, not that of a model behind it.</summary>
    [GeneratedRegex(@"(?:^|- )\s*unauthorized(?: access)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Unauthorized();

    [GeneratedRegex(@"api key|\b401\b|unauthorized|invalid_api_key|insufficient_quota", RegexOptions.IgnoreCase)]
    private static partial Regex ProviderKey();

    [GeneratedRegex(@"\b429\b|rate.?limit|too many requests", RegexOptions.IgnoreCase)]
    private static partial Regex RateLimit();

    [GeneratedRegex(@"time[d -]?\s?out", RegexOptions.IgnoreCase)]
    private static partial Regex Timeout();
}
