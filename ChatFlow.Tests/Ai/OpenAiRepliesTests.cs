using System.Text.Json.Nodes;
using ChatFlow.Core.Ai;
using ChatFlow.Core.Ai.OpenAiCompatible;
using Xunit;

namespace ChatFlow.Tests.Ai;

public sealed class OpenAiRepliesTests
{
    private const string Key = "sk-test-1234567890";

    private const string Fine = """{"model":"m1","choices":[{"message":{"content":"Abrimos a las 9."},"finish_reason":"stop"}],"usage":{"total_tokens":27}}""";

    private static async Task<ReplyOutcome> AskAsync(EngineServer server, ReplyRequest? request = null, string key = Key, string? model = "m1") =>
        await new OpenAiReplies(server.Http).GenerateAsync(
            new AiSettings(AiEngine.OpenAiCompatible, $"{server.Address}/v1/", key, model), request ?? Requests.Ask("¿A qué hora abren?"), TestContext.Current.CancellationToken);

    [Fact]
    public async Task Sends_what_the_contract_names_and_nothing_that_a_model_may_refuse()
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(200, Fine);

        var answer = Assert.IsType<ReplyOutcome.Answer>(await AskAsync(server));

        Assert.Equal(new ReplyOutcome.Answer("Abrimos a las 9.", "m1", 27), answer);
        var call = Assert.Single(server.Calls);
        Assert.Equal("/v1/chat/completions", call.Path);
        Assert.Equal($"Bearer {Key}", call.Authorization);
        Assert.Equal(["messages", "model", "stream", "user"], call.Body.Select(p => p.Key).Order());
        Assert.False(call.Body["stream"]!.GetValue<bool>());
        Assert.DoesNotContain(Requests.Session, call.Body["user"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["system", "user"], call.Body["messages"]!.AsArray().Select(m => m!["role"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":[{"type":"text","text":"Hola "},{"type":"image_url"},{"type":"text","text":"Ana"}]}}]}""", "Hola Ana")]
    [InlineData("""{"choices":[{"message":{"content":"<think>\nprecio?\n</think>\n\nCuesta **$29**."},"finish_reason":"stop"}]}""", "Cuesta *$29*.")]
    [InlineData("""{"choices":[{"message":{"content":"hmm</think>Sí."},"finish_reason":"stop"}]}""", "Sí.")]
    [InlineData("""{"choices":[{"message":{"content":"Sí.","reasoning_content":"secreto"},"finish_reason":"stop"}]}""", "Sí.")]
    [InlineData("""{"choices":[{"message":{"content":"Cuesta $29. El prazo de"},"finish_reason":"length"}],"usage":null,"error":null}""", "Cuesta $29.")]
    public async Task Reads_tolerantly(string body, string expected)
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(200, body);

        Assert.Equal(expected, Assert.IsType<ReplyOutcome.Answer>(await AskAsync(server)).Text);
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"[[HANDOVER]]"},"finish_reason":"stop"}]}""", "¿Tienen piscina?", HandOverReason.DoesNotKnow)]
    [InlineData("""{"choices":[{"message":{"content":"Claro. [[HANDOVER]]"},"finish_reason":"stop"}]}""", "Quiero hablar con una persona", HandOverReason.AskedForPerson)]
    public async Task Hands_over_when_the_model_says_so(string body, string question, HandOverReason reason)
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(200, body);

        Assert.Equal(new ReplyOutcome.HandOver(reason), await AskAsync(server, Requests.Ask(question)));
    }

    [Theory]
    [InlineData("""{"choices":[]}""", AiFailure.Empty)]
    [InlineData("""{"choices":[{"message":{"content":null}}]}""", AiFailure.Empty)]
    [InlineData("""{"choices":[{"message":{"content":"<think>never closed"}}]}""", AiFailure.Empty)]
    [InlineData("""{"choices":[{"message":{"content":null,"refusal":"I cannot."}}]}""", AiFailure.Refused)]
    [InlineData("""{"error":{"message":"x","code":"insufficient_quota"}}""", AiFailure.Configuration)]
    [InlineData("""{"error":{"message":"x","code":401}}""", AiFailure.Other)]
    [InlineData("<html>login</html>", AiFailure.Other)]
    [InlineData("[1]", AiFailure.Other)]
    [InlineData("""{"choices":{"a":1},"error":null,"usage":7,"model":3}""", AiFailure.Empty)]
    public async Task A_200_without_an_answer_is_a_failure(string body, AiFailure kind)
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(200, body);

        Assert.Equal(kind, Assert.IsType<ReplyOutcome.Failed>(await AskAsync(server)).Kind);
    }

    [Theory]
    [InlineData(401, "invalid_api_key", AiFailure.Authentication, 1)]
    [InlineData(403, null, AiFailure.Authentication, 1)]
    [InlineData(404, "model_not_found", AiFailure.Configuration, 1)]
    [InlineData(400, "bad", AiFailure.Configuration, 1)]
    [InlineData(422, null, AiFailure.Configuration, 1)]
    [InlineData(429, "insufficient_quota", AiFailure.Configuration, 1)]
    [InlineData(429, "rate_limit_exceeded", AiFailure.RateLimited, 2)]
    [InlineData(500, null, AiFailure.Overloaded, 3)]
    [InlineData(503, "server_is_overloaded", AiFailure.Overloaded, 3)]
    [InlineData(529, null, AiFailure.Overloaded, 3)]
    [InlineData(418, null, AiFailure.Other, 1)]
    public async Task Tries_again_only_what_may_help(int status, string? code, AiFailure kind, int calls)
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = $"key {Key} is wrong" } }.ToJsonString());

        var failed = Assert.IsType<ReplyOutcome.Failed>(await AskAsync(server));

        Assert.Equal(kind, failed.Kind);
        Assert.Equal(calls, server.Calls.Count);
        Assert.Equal(calls - 1, server.Time.Waits.Count);
        Assert.DoesNotContain(Key, failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_as_long_as_it_is_asked_to()
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(429, "slow down", "text/plain", ("Retry-After", "7")).Answers(200, Fine);

        Assert.IsType<ReplyOutcome.Answer>(await AskAsync(server));
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(server.Time.Waits));
    }

    [Fact]
    public async Task Does_not_wait_longer_than_an_answer_may_take()
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(429, "{}", "application/json", ("x-ratelimit-reset-requests", "6m0s"));

        var failed = Assert.IsType<ReplyOutcome.Failed>(await AskAsync(server));
        Assert.Equal((AiFailure.RateLimited, TimeSpan.FromMinutes(6)), (failed.Kind, failed.RetryAfter));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task A_question_that_is_too_long_is_asked_once_more_and_shorter()
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(400, """{"error":{"code":"context_length_exceeded"}}""").Answers(200, Fine);
        var request = Requests.Ask("¿A qué hora abren?") with { Products = new string('x', 5000) };

        Assert.IsType<ReplyOutcome.Answer>(await AskAsync(server, request));
        Assert.True(server.Calls[1].Body.ToJsonString().Length < server.Calls[0].Body.ToJsonString().Length);
    }

    [Fact]
    public async Task No_answer_in_time_is_not_asked_again()
    {
        await using var server = await EngineServer.StartAsync();
        server.NeverAnswers();

        Assert.Equal(AiFailure.Timeout, Assert.IsType<ReplyOutcome.Failed>(await AskAsync(server)).Kind);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_once_more()
    {
        await using var server = await EngineServer.StartAsync();
        server.BreaksOff().Answers(200, Fine);

        Assert.IsType<ReplyOutcome.Answer>(await AskAsync(server));
    }

    [Theory]
    [InlineData("sk\nx", "m", AiFailure.Authentication)]
    [InlineData(Key, " ", AiFailure.Configuration)]
    public async Task What_cannot_work_is_not_sent(string key, string model, AiFailure kind)
    {
        await using var server = await EngineServer.StartAsync();

        Assert.Equal(kind, Assert.IsType<ReplyOutcome.Failed>(await AskAsync(server, null, key, model)).Kind);
        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData("401-response-ok.json", 200, "Olá! Como posso ajudar?")]
    [InlineData("402-response-length.json", 200, "HandOver { Reason = DoesNotKnow }")]
    [InlineData("403-response-tool-calls.json", 200, "HandOver { Reason = DoesNotKnow }")]
    [InlineData("404-response-content-filter.json", 200, "Refused")]
    [InlineData("410-error-401.json", 401, "Authentication")]
    [InlineData("411-error-429-rate.json", 429, "RateLimited")]
    [InlineData("413-error-400-context.json", 400, "Configuration")]
    [InlineData("414-error-404-model.json", 404, "Configuration")]
    [InlineData("415-error-503.json", 503, "Overloaded")]
    [InlineData("416-error-gateway-fastapi.json", 404, "Configuration")]
    public async Task Understands_captured_answers(string name, int status, string expected)
    {
        var body = Samples.Read($"openai/{name}");
        await using var server = await EngineServer.StartAsync();
        server.Answers(status, body);

        var outcome = await AskAsync(server);

        Assert.Equal(expected, outcome switch
        {
            ReplyOutcome.Answer answer => answer.Text,
            ReplyOutcome.Failed failed => failed.Kind.ToString(),
            _ => outcome.ToString(),
        });
    }

    [Theory]
    [InlineData("https://api.openai.com/v1", "https://api.openai.com/v1/chat/completions")]
    [InlineData("https://api.openai.com", "https://api.openai.com/v1/chat/completions")]
    [InlineData(" https://openrouter.ai/api/v1// ", "https://openrouter.ai/api/v1/chat/completions")]
    [InlineData("http://ollama:11434/v1/chat/completions", "http://ollama:11434/v1/chat/completions")]
    [InlineData("https://x.openai.azure.com/openai/v1/?api-version=preview", "https://x.openai.azure.com/openai/v1/chat/completions?api-version=preview")]
    [InlineData("ftp://x/v1", null)]
    [InlineData("api.openai.com/v1", null)]
    [InlineData(null, null)]
    public void Finds_the_address(string? typed, string? expected) => Assert.Equal(expected, OpenAiReplies.Address(typed)?.ToString());

    [Theory]
    [InlineData("1s", 1000)]
    [InlineData("6m0s", 360_000)]
    [InlineData("250ms", 250)]
    [InlineData("1.5", 1500)]
    [InlineData("1h2m3s", 3_723_000)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void Reads_waiting_times(string text, int? milliseconds) => Assert.Equal(milliseconds, RetryAfter.Duration(text)?.TotalMilliseconds);
}
