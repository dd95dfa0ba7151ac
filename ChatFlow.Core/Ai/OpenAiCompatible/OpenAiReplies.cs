using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatFlow.Core.Ai.OpenAiCompatible;

/// <summary>Answers by any service that speaks chat completions: OpenAI, Azure's v1 address, OpenRouter, Groq, Ollama, vLLM and others.</summary>
public sealed class OpenAiReplies(AiHttp http) : IReplyGenerator
{
    public AiEngine Engine => AiEngine.OpenAiCompatible;

    public async Task<ReplyOutcome> GenerateAsync(AiSettings settings, ReplyRequest request, CancellationToken ct)
    {
        if (Address(settings.BaseUrl) is not { } url)
            return Misconfigured("The address of the service is not an http or https URL.");
        if (string.IsNullOrWhiteSpace(settings.Model))
            return Misconfigured("No model is configured.");

        var key = settings.ApiKey?.Trim() ?? "";
        var authorization = AiHttp.Bearer(key);
        if (authorization is null && key.Length > 0)
            return new ReplyOutcome.Failed(AiFailure.Authentication, null, "The key holds characters that no key has.");

        using var budget = http.Begin(ct);
        var limits = PromptLimits.Usual;
        for (var attempt = 0; ; attempt++)
        {
            var reply = await http.PostAsync(url, authorization, Body(settings, request, limits), budget);
            var outcome = Read(reply, request, out var failure);
            if (failure is { TooLong: true } && limits != PromptLimits.Short)
                limits = PromptLimits.Short;
            else if (failure is null || attempt >= failure.Retries || !await budget.WaitAsync(Delay(reply, attempt)))
                return outcome;
        }
    }

    /// <summary>The address to call, from whatever a person pasted: with or without <c>/v1</c>, slashes or the whole path.</summary>
    internal static Uri? Address(string? baseUrl)
    {
        const string path = "/chat/completions";
        if (!Uri.TryCreate(baseUrl?.Trim(), UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            return null;
        var start = url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        if (start.EndsWith(path, StringComparison.OrdinalIgnoreCase))
            start = start[..^path.Length];
        return new Uri(start + (new Uri(start).AbsolutePath == "/" ? "/v1" : "") + path + url.Query);
    }

    private static JsonObject Body(AiSettings settings, ReplyRequest request, PromptLimits limits) => new()
    {
        // Nothing that some model refuses: no temperature, no length under either of its two names.
        ["model"] = settings.Model!.Trim(),
        ["messages"] = new JsonArray([.. Prompt.Build(request, limits).Select(m => new JsonObject { ["role"] = m.Role, ["content"] = m.Content })]),
        ["stream"] = false,
        ["user"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.SessionId)))[..32],
    };

    private static ReplyOutcome Read(AiReply reply, ReplyRequest request, out OpenAiFailure? failure)
    {
        failure = null;
        switch (reply)
        {
            case AiReply.Answered { Status: >= 200 and < 300 } answered:
                var completion = ChatCompletion.Read(answered.Body);
                if (completion.ErrorCode is not { } code)
                    return Answer(completion, request.Question);
                failure = OpenAiFailure.Of(answered.Status, code);
                return Failed(answered, failure, code);

            case AiReply.Answered answered:
                var errorCode = ChatCompletion.Read(answered.Body).ErrorCode;
                failure = OpenAiFailure.Of(answered.Status, errorCode);
                return Failed(answered, failure, errorCode);

            case AiReply.NotSent:
                failure = new OpenAiFailure(AiFailure.Overloaded, 2);
                return new ReplyOutcome.Failed(AiFailure.Overloaded, null, "The service could not be reached.");

            case AiReply.TimedOut:
                return new ReplyOutcome.Failed(AiFailure.Timeout, null, "The service did not answer in time.");

            default:
                failure = new OpenAiFailure(AiFailure.Other, 1);
                return new ReplyOutcome.Failed(AiFailure.Other, null, "The service broke off its answer.");
        }
    }

    private static ReplyOutcome Answer(ChatCompletion completion, string question)
    {
        if (!completion.Parsed)
            return new ReplyOutcome.Failed(AiFailure.Other, null, "The service answered with something that is not JSON.");
        if (completion.Refused || completion.FinishReason == "content_filter")
            return new ReplyOutcome.Failed(AiFailure.Refused, null, "The model will not answer this.");

        var text = completion.Text;
        if (string.IsNullOrWhiteSpace(text) && completion.CallsTool)
            return ReplyText.Person(question);
        if (completion.FinishReason == "length")
        {
            text = ReplyText.WholeSentences(text ?? "");
            if (string.IsNullOrWhiteSpace(text))
                return ReplyText.Person(question);
        }

        return ReplyText.Read(text, question, completion.Model, completion.Tokens);
    }

    private static ReplyOutcome.Failed Failed(AiReply.Answered answered, OpenAiFailure failure, string? code) =>
        new(failure.Kind, answered.RetryAfter, $"HTTP {answered.Status}{(code is null ? "" : $" ({code})")}");

    private static TimeSpan Delay(AiReply reply, int attempt) =>
        reply is AiReply.Answered { RetryAfter: { } asked } && asked > AiBudget.Backoff(attempt) ? asked : AiBudget.Backoff(attempt);

    private static ReplyOutcome.Failed Misconfigured(string message) => new(AiFailure.Configuration, null, message);
}
