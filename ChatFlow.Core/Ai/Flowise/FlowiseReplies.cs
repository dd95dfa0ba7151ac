using System.Text.Json.Nodes;

namespace ChatFlow.Core.Ai.Flowise;

/// <summary>Answers by a flow on a Flowise server. The flow keeps its own memory of the session, so no history is sent.</summary>
public sealed class FlowiseReplies(AiHttp http) : IReplyGenerator
{
    private static readonly TimeSpan s_rateLimitWait = TimeSpan.FromSeconds(5);

    public AiEngine Engine => AiEngine.Flowise;

    public async Task<ReplyOutcome> GenerateAsync(AiSettings settings, ReplyRequest request, CancellationToken ct)
    {
        if (Address(settings.BaseUrl, settings.Model) is not { } url)
            return new ReplyOutcome.Failed(AiFailure.Configuration, null, "The server's address or the flow's id is missing or not valid.");

        var key = settings.ApiKey?.Trim() ?? "";
        var authorization = AiHttp.Bearer(key);
        if (authorization is null && key.Length > 0)
            return new ReplyOutcome.Failed(AiFailure.Authentication, null, "The key holds characters that no key has.");

        using var budget = http.Begin(ct);
        for (var attempt = 0; ; attempt++)
        {
            var reply = await http.PostAsync(url, authorization, Body(request), budget);
            var outcome = Read(reply, request, out var retry);
            if (!retry || attempt > 0 || !await budget.WaitAsync(Delay(reply)))
                return outcome;
        }
    }

    /// <summary>The address to call; a prediction address pasted whole serves as the server's.</summary>
    internal static Uri? Address(string? baseUrl, string? chatflowId)
    {
        if (!Uri.TryCreate(baseUrl?.Trim(), UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            return null;
        var flow = chatflowId?.Trim();
        if (string.IsNullOrEmpty(flow))
            return null;
        var start = url.GetLeftPart(UriPartial.Path);
        var api = start.IndexOf("/api/v1", StringComparison.OrdinalIgnoreCase);
        return new Uri($"{(api < 0 ? start : start[..api]).TrimEnd('/')}/api/v1/prediction/{Uri.EscapeDataString(flow)}");
    }

    private static JsonObject Body(ReplyRequest request)
    {
        var body = new JsonObject
        {
            ["question"] = request.Question,
            ["chatId"] = request.SessionId,
            ["streaming"] = false,
            // An object always: an empty string in its place is a failure. The variables count only where the flow allows them.
            ["overrideConfig"] = new JsonObject
            {
                ["sessionId"] = request.SessionId,
                ["vars"] = new JsonObject
                {
                    ["business_name"] = request.BusinessName,
                    ["language"] = request.Language.ToString().ToLowerInvariant(),
                    ["tone"] = request.Tone.ToString().ToLowerInvariant(),
                    ["agent_type"] = request.Persona.ToString().ToLowerInvariant(),
                },
            },
        };
        if (request.ResumeToken is not { Length: > 0 } node)
            return body;

        // The flow waits for a decision: only a plain yes goes on with what it asked.
        body["question"] = "";
        body["humanInput"] = new JsonObject
        {
            ["type"] = Consent.IsYes(request.Question) ? "proceed" : "reject",
            ["startNodeId"] = node,
            ["feedback"] = request.Question,
        };
        return body;
    }

    private static ReplyOutcome Read(AiReply reply, ReplyRequest request, out bool retry)
    {
        retry = false;
        switch (reply)
        {
            case AiReply.Answered { Status: >= 200 and < 300 } answered:
                return Answer(FlowiseResponse.Read(answered.Body), request.Question);

            case AiReply.Answered answered:
                var failure = FlowiseFailure.Of(answered.Status, FlowiseResponse.Read(answered.Body).Message ?? answered.Body);
                retry = failure.Retry;
                return new ReplyOutcome.Failed(failure.Kind, answered.RetryAfter, $"HTTP {answered.Status}");

            case AiReply.NotSent:
                retry = true;
                return new ReplyOutcome.Failed(AiFailure.Overloaded, null, "The server could not be reached.");

            case AiReply.TimedOut:
                return new ReplyOutcome.Failed(AiFailure.Timeout, null, "The flow did not answer in time.");

            default:
                return new ReplyOutcome.Failed(AiFailure.Other, null, "The server broke off its answer.");
        }
    }

    private static ReplyOutcome Answer(FlowiseResponse response, string question)
    {
        if (!response.Parsed)
            return new ReplyOutcome.Failed(AiFailure.Other, null, "The server answered with something that is not a prediction.");
        if (response.Text is null && response.Message is not null)
            return new ReplyOutcome.Failed(FlowiseFailure.Of(500, response.Message).Kind, null, "The flow failed.");
        return string.IsNullOrWhiteSpace(response.Text)
            ? ReplyText.Person(question)
            : ReplyText.Read(response.Text, question, null, null, response.PendingNode);
    }

    private static TimeSpan Delay(AiReply reply) => reply switch
    {
        AiReply.Answered { Status: 429, RetryAfter: { } asked } => asked,
        AiReply.Answered { Status: 429 } => s_rateLimitWait,
        _ => AiBudget.Backoff(0),
    };
}
