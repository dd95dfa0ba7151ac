using ChatFlow.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Inbox.Webhooks;

/// <summary>
/// Applies stored bodies, organization by organization. The signal makes it prompt; the poll finds what another node
/// stored before it died.
/// </summary>
public sealed class WebhookWorker(ApplyWebhooks apply, WebhookSignal signal, Gate gate, TimeProvider clock, ILogger<WebhookWorker> logger)
    : BackgroundService
{
    private const int Workers = 3;
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)).Append(PollAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var organization = await signal.NextAsync(ct);
                if (await apply.RunAsync(organization, ct))
                    signal.Arrived(organization);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // The rows are still pending; the poll brings the organization back.
                logger.LogError(error, "Applying webhooks failed");
            }
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
