using ChatFlow.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Inbox.Webhooks;

/// <summary>
/// Applies stored bodies, organization by organization. The signal makes it prompt; the poll finds what another node
/// stored before it died. While another node is at an organization, this one looks again in a moment: what it stored may
/// have come too late for the other's reading.
/// </summary>
public sealed class WebhookWorker(ApplyWebhooks apply, WebhookSignal signal, Gate gate, TimeProvider clock, ILogger<WebhookWorker> logger)
    : BackgroundService
{
    private const int Workers = 3;
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_otherNode = TimeSpan.FromMilliseconds(40);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)).Append(PollAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            Guid organization;
            try
            {
                organization = await signal.NextAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }

            signal.Finished(organization, await ApplyAsync(organization, ct));
        }
    }

    /// <summary>When to come back, as <see cref="WebhookSignal.Finished"/> takes it.</summary>
    private async Task<TimeSpan?> ApplyAsync(Guid organization, CancellationToken ct)
    {
        try
        {
            return await apply.RunAsync(organization, ct) switch
            {
                WebhooksApplied.All => null,
                WebhooksApplied.Some => TimeSpan.Zero,
                WebhooksApplied.HeldElsewhere => s_otherNode,
            };
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            logger.LogError(error, "Applying webhooks failed");
            return s_poll;
        }
    }

    private async Task PollAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(s_poll, clock);
        do
        {
            try
            {
                await using var command = gate.Command("SELECT * FROM gate.organizations_with_webhooks(1000)");
                foreach (var organization in await Gate.ListAsync(command, r => r.GetGuid(0), ct))
                    signal.Arrived(organization);
            }
            catch (NpgsqlException error)
            {
                logger.LogWarning(error, "Looking for webhooks failed");
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
        }
        while (await TickAsync(timer, ct));
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
