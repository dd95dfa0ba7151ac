using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Chatwoot.Api;

/// <summary>What to do about a failed call (contracts/chatwoot.md section 2).</summary>
internal enum ProblemKind
{
    /// <summary>No answer, or one that is none: the same call may do later.</summary>
    Unreachable,

    /// <summary>401: the token is wrong.</summary>
    Refused,

    /// <summary>403: the token's owner may not do that, or this is not an API inbox.</summary>
    Forbidden,

    /// <summary>404: a wrong account, or something that was deleted.</summary>
    NotFound,

    /// <summary>Any other 4xx: the same call would fail again.</summary>
    Invalid,

    /// <summary>429: too many calls.</summary>
    Throttled,

    /// <summary>5xx: it answers, but cannot.</summary>
    Broken,
}

/// <param name="Fields">What a 422 complains of.</param>
internal sealed record ChatwootProblem(ProblemKind Kind, string Code, string Words, TimeSpan? After = null, IReadOnlyList<string>? Fields = null)
    : ProviderError(Code, Words)
{
    public bool Names(string field) => Fields?.Contains(field, StringComparer.Ordinal) == true;

    public static ChatwootProblem Of(ProviderReply.Failure failure) => new(
        ProblemKind.Unreachable, $"chatwoot.{failure.Code}", failure.Message);

    public static ChatwootProblem Of(ProviderReply.Answer answer, string token)
    {
        var kind = answer.Status switch
        {
            401 => ProblemKind.Refused,
            403 => ProblemKind.Forbidden,
            404 => ProblemKind.NotFound,
            429 => ProblemKind.Throttled,
            >= 500 => ProblemKind.Broken,
            // A redirect is no answer of Chatwoot's: a login page or another address.
            < 400 => ProblemKind.Unreachable,
            _ => ProblemKind.Invalid,
        };
        var words = answer.Json.Text("message") ?? answer.Json.Text("error") ?? answer.Json.Text("description")
            ?? answer.Json.Get("errors").Items().Select(e => e.AsText() ?? e.Text("message")).FirstOrDefault(e => e is not null) ?? $"HTTP {answer.Status}";
        return new ChatwootProblem(
            kind, kind == ProblemKind.Unreachable ? "chatwoot.redirected" : $"chatwoot.{SnakeCase.Of(kind.ToString())}", ProviderWords.Cut(words, token), answer.RetryAfter,
            [.. answer.Json.Get("attributes").Items().Select(a => a.AsText()).OfType<string>()]);
    }
}
