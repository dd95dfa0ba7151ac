namespace ChatFlow.Core.Ai.OpenAiCompatible;

/// <summary>What a refusal of a chat completions service means (contracts/openai-compatible.md).</summary>
/// <param name="Retries">How often the same question may be asked again.</param>
/// <param name="TooLong">The question did not fit: a shorter one may.</param>
internal sealed record OpenAiFailure(AiFailure Kind, int Retries, bool TooLong = false)
{
    public static OpenAiFailure Of(int status, string? code) => (status, code) switch
    {
        (_, "context_length_exceeded" or "string_above_max_length") => new(AiFailure.Configuration, 0, TooLong: true),
        (_, "insufficient_quota" or "billing_hard_limit_reached" or "billing_not_active") or (402, _) => new(AiFailure.Configuration, 0),
        (_, "content_filter" or "content_policy_violation") => new(AiFailure.Refused, 0),
        (401 or 403, _) or (_, "invalid_api_key") => new(AiFailure.Authentication, 0),
        (404, _) or (_, "model_not_found") => new(AiFailure.Configuration, 0),
        (429, _) or (_, "rate_limit_exceeded") => new(AiFailure.RateLimited, 1),
        (408 or 409 or 500 or 502 or 503 or 504 or 529, _) or (_, "server_is_overloaded" or "overloaded_error") => new(AiFailure.Overloaded, 2),
        (413, _) => new(AiFailure.Configuration, 0, TooLong: true),
        (400 or 422, _) => new(AiFailure.Configuration, 0),
        _ => new(AiFailure.Other, 0),
    };
}
