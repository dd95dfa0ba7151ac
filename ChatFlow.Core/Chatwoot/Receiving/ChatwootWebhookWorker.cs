using ChatFlow.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Chatwoot.Receiving;

/// <summary>Applies Chatwoot's stored webhooks, organization by organization; the poll finds what another node stored.</summary>
internal sealed class ChatwootWebhookWorker(
    ApplyChatwoot apply, ChatwootWebhookSignal signal, Gate gate, TimeProvider clock, ILogger<ChatwootWebhookWorker> logger) : BackgroundService
{
    private const int AtOnce = 4;
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await OnceAsync(stoppingToken))
                {
                }

                await signal.WaitAsync(s_poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                logger.LogError(error, "Applying Chatwoot's webhooks failed");
                await Task.Delay(s_poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> OnceAsync(CancellationToken ct)
    {
        await using var command = gate.Command("SELECT * FROM gate.organizations_with_chatwoot(1000)");
        var waiting = await Gate.ListAsync(command, r => r.GetGuid(0), ct);
        var more = 0;
        await Parallel.ForEachAsync(waiting, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (organization, token) =>
        {
            if (await apply.RunAsync(organization, token))
                Interlocked.Increment(ref more);
        });
        return more > 0;
    }
}
