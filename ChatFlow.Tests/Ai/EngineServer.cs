using System.Net;
using System.Text.Json.Nodes;
using ChatFlow.Core.Ai;
using ChatFlow.Core.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatFlow.Tests.Ai;

internal sealed record RecordedCall(string Path, string? Authorization, JsonObject Body);

/// <summary>An engine's server that answers what the test lined up (the last one again and again) and records what it was asked.</summary>
internal sealed class EngineServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServiceProvider _services;
    private readonly Queue<Func<HttpContext, Task>> _answers = new();

    private EngineServer(WebApplication app, ServiceProvider services, string address) =>
        (_app, _services, Address) = (app, services, address);

    public string Address { get; }

    public List<RecordedCall> Calls { get; } = [];

    public ImpatientTime Time => (ImpatientTime)_services.GetRequiredService<TimeProvider>();

    public AiHttp Http => _services.GetRequiredService<AiHttp>();

    public static async Task<EngineServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        EngineServer? server = null;
        app.Run(context => server!.AnswerAsync(context));
        await app.StartAsync(TestContext.Current.CancellationToken);

        var services = new ServiceCollection().AddSingleton<TimeProvider>(new ImpatientTime()).AddAi();
        services.AddHttpClient(OutboundHttp.Guarded);
        return server = new EngineServer(app, services.BuildServiceProvider(), app.Urls.Single());
    }

    public EngineServer Answers(int status, string body, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            await context.Response.WriteAsync(body, context.RequestAborted);
        });
        return this;
    }

    /// <summary>Takes the request and lets the whole time pass.</summary>
    public EngineServer NeverAnswers()
    {
        _answers.Enqueue(async context =>
        {
            Time.PassTimeouts();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        return this;
    }

    public EngineServer BreaksOff()
    {
        _answers.Enqueue(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _services.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = JsonNode.Parse(await reader.ReadToEndAsync(context.RequestAborted))!.AsObject();
        var authorization = context.Request.Headers.Authorization;
        Calls.Add(new(WebUtility.UrlDecode(context.Request.Path), authorization.Count == 0 ? null : authorization.ToString(), body));
        await (_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek())(context);
    }
}
