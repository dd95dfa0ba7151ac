using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatFlow.Tests.Support;

/// <param name="Path">With the query, percent-encoding as it was on the wire.</param>
public sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>What the fake does with one request.</summary>
public abstract record FakeAnswer
{
    public sealed record Reply(int Status, string Body, string ContentType = "application/json", string? RetryAfter = null) : FakeAnswer;

    /// <summary>Reads the request and breaks the connection without a word.</summary>
    public sealed record Cut : FakeAnswer;

    /// <summary>A head that promises more than comes, then a broken connection.</summary>
    public sealed record CutBody(int Status, string Start) : FakeAnswer;

    /// <summary>Reads the request and answers only when <paramref name="Until"/> is done.</summary>
    public sealed record Held(Task Until, FakeAnswer Then) : FakeAnswer;

    /// <summary>Reads the request and never answers; ends when the client gives up or the fake is disposed.</summary>
    public sealed record Hang : FakeAnswer;
}

/// <summary>A provider on this machine: records every request and answers by script.</summary>
public sealed class FakeProvider : IAsyncDisposable
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentQueue<FakeAnswer> _script = new();
    private readonly Channel<RecordedRequest> _arrivals = Channel.CreateUnbounded<RecordedRequest>();
    private readonly CancellationTokenSource _end = new();
    private readonly WebApplication _server;

    private FakeProvider(WebApplication server) => _server = server;

    public string Address => _server.Urls.Single();

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    /// <summary>Answers every request for which nothing is scripted.</summary>
    public Func<RecordedRequest, FakeAnswer> Otherwise { get; set; } = _ => new FakeAnswer.Reply(200, "{}");

    /// <summary>Happens once, between the arrival of the next request and its answer.</summary>
    public Func<Task>? Before { get; set; }

    public static async Task<FakeProvider> StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var provider = new FakeProvider(server);
        server.Run(provider.AnswerAsync);
        await server.StartAsync(ct);
        return provider;
    }

    /// <summary>The answers to the next requests, in order.</summary>
    public FakeProvider Then(params FakeAnswer[] answers)
    {
        foreach (var answer in answers)
            _script.Enqueue(answer);
        return this;
    }

    public FakeProvider Then(int status, string body) => Then(new FakeAnswer.Reply(status, body));

    /// <summary>The next request not yet waited for; fails when the token does.</summary>
    public ValueTask<RecordedRequest> NextAsync(CancellationToken ct) => _arrivals.Reader.ReadAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _server.DisposeAsync();
        _end.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var path = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        var request = new RecordedRequest(
            context.Request.Method,
            path,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(context.RequestAborted));
        _requests.Enqueue(request);
        _arrivals.Writer.TryWrite(request);
        if (Before is { } before)
        {
            Before = null;
            await before();
        }

        await GiveAsync(context, _script.TryDequeue(out var scripted) ? scripted : Otherwise(request));
    }

    private async Task GiveAsync(HttpContext context, FakeAnswer answer)
    {
        switch (answer)
        {
            case FakeAnswer.Reply reply:
                context.Response.StatusCode = reply.Status;
                context.Response.ContentType = reply.ContentType;
                if (reply.RetryAfter is { } after)
                    context.Response.Headers.RetryAfter = after;
                await context.Response.WriteAsync(reply.Body, context.RequestAborted);
                break;
            case FakeAnswer.CutBody cut:
                context.Response.StatusCode = cut.Status;
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = cut.Start.Length + 100;
                await context.Response.WriteAsync(cut.Start, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                break;
            case FakeAnswer.Cut:
                context.Abort();
                break;
            case FakeAnswer.Held held:
                using (var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _end.Token))
                    await held.Until.WaitAsync(stop.Token);
                await GiveAsync(context, held.Then);
                break;
            case FakeAnswer.Hang:
                using (var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _end.Token))
                    await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
        }
    }
}
