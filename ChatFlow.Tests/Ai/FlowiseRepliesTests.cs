using ChatFlow.Core.Ai;
using ChatFlow.Core.Ai.Flowise;
using Xunit;

namespace ChatFlow.Tests.Ai;

public sealed class FlowiseRepliesTests
{
    private const string Key = "flow-key-123";

    private static async Task<ReplyOutcome> AskAsync(EngineServer server, ReplyRequest? request = null, string key = Key) =>
        await new FlowiseReplies(server.Http).GenerateAsync(
            new AiSettings(AiEngine.Flowise, server.Address, key, "flow-1"), request ?? Requests.Ask("¿A qué hora abren?"), TestContext.Current.CancellationToken);

    [Fact]
    public async Task Sends_one_session_under_both_names_and_an_object_of_overrides()
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(200, """{"text":"**Abrimos** a las 9. [Mapa](https://maps.example/x_y_z)","chatId":"x"}""");

        var answer = Assert.IsType<ReplyOutcome.Answer>(await AskAsync(server));

        Assert.Equal("*Abrimos* a las 9. Mapa: https://maps.example/x_y_z", answer.Text);
        var call = Assert.Single(server.Calls);
        Assert.Equal(("/api/v1/prediction/flow-1", $"Bearer {Key}"), (call.Path, call.Authorization));
        Assert.Equal(Requests.Session, call.Body["chatId"]!.GetValue<string>());
        Assert.Equal(Requests.Session, call.Body["overrideConfig"]!["sessionId"]!.GetValue<string>());
        Assert.False(call.Body["streaming"]!.GetValue<bool>());
        Assert.False(call.Body.ContainsKey("history"));
    }

    [Theory]
    [InlineData("sí, por favor", "proceed")]
    [InlineData("Yes please", "proceed")]
    [InlineData("pode ser", "proceed")]
    [InlineData("no", "reject")]
    [InlineData("sí pero mañana", "reject")]
    public async Task A_waiting_flow_goes_on_only_after_a_plain_yes(string reply, string type)
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(200, """{"text":"Hecho."}""");

        await AskAsync(server, Requests.Ask(reply) with { ResumeToken = "node_0" });

        var input = server.Calls[0].Body["humanInput"]!;
        Assert.Equal((type, "node_0", reply), (input["type"]!.GetValue<string>(), input["startNodeId"]!.GetValue<string>(), input["feedback"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(500, """{"message":"Error: predictionsServices.buildChatflow - Unauthorized"}""", AiFailure.Authentication, 1)]
    [InlineData(401, """{"error":"Unauthorized Access"}""", AiFailure.Authentication, 1)]
    [InlineData(500, """{"message":"Error: Chatflow x not found"}""", AiFailure.Configuration, 1)]
    [InlineData(500, """{"message":"Error: buildChatflow - Error: 401 Incorrect API key provided: sk-1"}""", AiFailure.Configuration, 1)]
    [InlineData(500, """{"message":"Error: buildChatflow - Error: 429 Rate limit reached"}""", AiFailure.RateLimited, 1)]
    [InlineData(500, """{"message":"boom"}""", AiFailure.Other, 1)]
    [InlineData(403, "Origin not allowed", AiFailure.Configuration, 1)]
    [InlineData(429, "Demasiadas preguntas", AiFailure.RateLimited, 2)]
    [InlineData(502, "<html></html>", AiFailure.Overloaded, 2)]
    [InlineData(503, "", AiFailure.Overloaded, 2)]
    [InlineData(504, "<html></html>", AiFailure.Timeout, 1)]
    [InlineData(200, "<html></html>", AiFailure.Other, 1)]
    [InlineData(200, "message:\ndata:{\"event\":\"token\",\"data\":\"A\"}\n\nmessage:\ndata:{\"event\":\"error\",\"data\":\"Request timed out\"}\n\n", AiFailure.Timeout, 1)]
    public async Task Tells_failures_apart_and_starts_no_flow_twice(int status, string body, AiFailure kind, int calls)
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(status, body, "text/plain");

        var failed = Assert.IsType<ReplyOutcome.Failed>(await AskAsync(server));

        Assert.Equal((kind, calls), (failed.Kind, server.Calls.Count));
        Assert.DoesNotContain("sk-1", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_out_a_rate_limit_once()
    {
        await using var server = await EngineServer.StartAsync();
        server.Answers(429, "Demasiadas preguntas", "text/plain", ("Retry-After", "9")).Answers(200, """{"text":"Hola."}""");

        Assert.IsType<ReplyOutcome.Answer>(await AskAsync(server));
        Assert.Equal(TimeSpan.FromSeconds(9), Assert.Single(server.Time.Waits));
    }

    [Fact]
    public async Task A_flow_that_does_not_answer_in_time_is_not_started_again()
    {
        await using var server = await EngineServer.StartAsync();
        server.NeverAnswers();

        Assert.Equal(AiFailure.Timeout, Assert.IsType<ReplyOutcome.Failed>(await AskAsync(server)).Kind);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure_not_an_exception()
    {
        var server = await EngineServer.StartAsync();
        await using var gone = server;
        var settings = new AiSettings(AiEngine.Flowise, "http://127.0.0.1:1", Key, "flow-1");

        var outcome = await new FlowiseReplies(server.Http).GenerateAsync(settings, Requests.Ask("x"), TestContext.Current.CancellationToken);

        Assert.Equal(AiFailure.Overloaded, Assert.IsType<ReplyOutcome.Failed>(outcome).Kind);
    }

    [Theory]
    [InlineData("210-response-chatflow.json", 200, "Atendemos de segunda a sexta, das 9h às 18h.")]
    [InlineData("211-response-sources-tools.json", 200, "O plano custa R$ 99.")]
    [InlineData("212-response-json-no-text.json", 200, "HandOver { Reason = DoesNotKnow }")]
    [InlineData("214-response-agentflow-v2.json", 200, "Pedido 123 confirmado.")]
    [InlineData("215-response-human-input-pending.json", 200, "Posso seguir com o cancelamento? (humanInputAgentflow_0)")]
    [InlineData("220-error-500-unauthorized.json", 500, "Authentication")]
    [InlineData("221-error-500-upstream.json", 500, "Timeout")]
    [InlineData("222-error-404-chatflow.json", 404, "Configuration")]
    [InlineData("223-error-412-ip.json", 412, "Configuration")]
    [InlineData("225-error-500-override-empty-string.json", 500, "Other")]
    [InlineData("226-gateway-504.txt", 504, "Timeout")]
    [InlineData("230-stream-sse.txt", 200, "Atendemos das 9h")]
    public async Task Understands_captured_answers(string name, int status, string expected)
    {
        var body = Samples.Read($"flowise/{name}");
        await using var server = await EngineServer.StartAsync();
        server.Answers(status, body);

        var outcome = await AskAsync(server);

        Assert.Equal(expected, outcome switch
        {
            ReplyOutcome.Answer { ResumeToken: { } node } answer => $"{answer.Text} ({node})",
            ReplyOutcome.Answer answer => answer.Text,
            ReplyOutcome.Failed failed => failed.Kind.ToString(),
            _ => outcome.ToString(),
        });
    }

    [Theory]
    [InlineData("https://f.example/", "abc", "https://f.example/api/v1/prediction/abc")]
    [InlineData("https://f.example/sub", "a/../b", "https://f.example/sub/api/v1/prediction/a%2F..%2Fb")]
    [InlineData("https://f.example/api/v1/prediction/abc", "abc", "https://f.example/api/v1/prediction/abc")]
    [InlineData("f.example", "abc", null)]
    [InlineData("https://f.example", " ", null)]
    public void Finds_the_address(string typed, string flow, string? expected) => Assert.Equal(expected, FlowiseReplies.Address(typed, flow)?.AbsoluteUri);
}
