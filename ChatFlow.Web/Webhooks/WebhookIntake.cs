using System.Buffers;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox.Webhooks;
using ChatFlow.Core.Security;
using Microsoft.AspNetCore.Http.Features;
using Npgsql;

namespace ChatFlow.Web.Webhooks;

/// <summary>What the webhooks of every provider share: reading a body within a limit, keeping it, and saying "come again".</summary>
internal sealed class WebhookIntake(WebhookStore store, TimeProvider clock, IMeterFactory meters, ILogger<WebhookIntake> logger)
{
    /// <summary>The meter of what ChatFlow itself counts.</summary>
    public const string MeterName = "ChatFlow.Webhooks";

    // Bodies that wait for their commit, all together; more than this and the provider is told to come again.
    private const long LargestHeld = 512L * 1024 * 1024;
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(10);

    private readonly Counter<long> _received = meters.Create(MeterName).CreateCounter<long>("chatflow.webhooks", description: "Webhooks by channel and answer.");
    private long _held;
    private long _complained;

    /// <summary>The whole body, or null when it is larger than <paramref name="limit"/> bytes.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpContext context, int limit)
    {
        if (context.Request.ContentLength > limit)
            return null;
        // The server's own limit would answer by an exception.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            var buffer = result.Buffer;
            if (buffer.Length > limit)
            {
                reader.AdvanceTo(buffer.End);
                return null;
            }

            if (result.IsCompleted)
            {
                var body = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return body;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>Returns once the body is on disk for each of these organizations.</summary>
    /// <exception cref="WebhookStoreBusyException">It is not; the provider should try again.</exception>
    public Task StoreAsync(ChannelType channel, byte[] raw, IReadOnlyList<Guid> organizations, CancellationToken ct)
    {
        var body = WebhookRedaction.Redact(raw);
        return StoreAsync(EnumText<ChannelType>.Of(channel), body, SHA256.HashData(body), organizations, ct);
    }

    /// <summary>The same for a body without secrets, known again by a hash of the caller's.</summary>
    /// <exception cref="WebhookStoreBusyException">It is not; the provider should try again.</exception>
    public async Task StoreAsync(string channel, byte[] body, byte[] hash, IReadOnlyList<Guid> organizations, CancellationToken ct)
    {
        if (Interlocked.Add(ref _held, body.Length) > LargestHeld)
        {
            Interlocked.Add(ref _held, -body.Length);
            throw new WebhookStoreBusyException();
        }

        try
        {
            if (organizations is [var only])
                await store.StoreAsync(new WebhookBody(only, channel, body, hash), ct);
            else
                await Task.WhenAll(organizations.Select(o => store.StoreAsync(new WebhookBody(o, channel, body, hash), ct)));
        }
        finally
        {
            Interlocked.Add(ref _held, -body.Length);
        }
    }

    /// <summary>Runs an endpoint; an outage of ours is 503, after which every provider comes again.</summary>
    public Task AnswerAsync(HttpContext context, ChannelType channel, Func<HttpContext, Task<int>> endpoint) =>
        AnswerAsync(context, EnumText<ChannelType>.Of(channel), endpoint);

    /// <summary>The same for what is no channel of WhatsApp.</summary>
    public async Task AnswerAsync(HttpContext context, string channel, Func<HttpContext, Task<int>> endpoint)
    {
        try
        {
            var status = await endpoint(context);
            if (!context.Response.HasStarted)
                context.Response.StatusCode = status;
        }
        catch (Exception error) when (error is WebhookStoreBusyException or NpgsqlException or SecretUnreadableException && !context.Response.HasStarted)
        {
            Complain(error);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "5";
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        _received.Add(1, new("channel", channel), new("status", context.Response.StatusCode));
    }

    // In an outage thousands fail alike; one line every ten seconds says it.
    private void Complain(Exception error)
    {
        var last = Interlocked.Read(ref _complained);
        if ((last == 0 || clock.GetElapsedTime(last) > s_quiet) && Interlocked.CompareExchange(ref _complained, clock.GetTimestamp(), last) == last)
            logger.LogError("Webhooks are answered 503: {Error} {Cause}", error.GetType().Name, error.InnerException?.Message ?? error.Message);
    }
}
