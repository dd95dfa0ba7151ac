using ChatFlow.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>
/// Sends what is due: claims in batches, fair between organizations, delivers, records. A send whose process died becomes
/// unknown after a while and is never sent again by itself.
/// </summary>
public sealed class OutboundSender(Gate gate, Delivery delivery, SendExpiry expiry, SendSignal signal, TimeProvider clock, ILogger<OutboundSender> logger)
    : BackgroundService
{
    private const int Batch = 64;
    private const int PerOrganization = 16;
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await expiry.RunAsync(stoppingToken);
                while (await OnceAsync(stoppingToken) > 0)
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
                logger.LogError(error, "Sending failed");
                await Task.Delay(s_poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One batch; the number of messages that were claimed.</summary>
    public async Task<int> OnceAsync(CancellationToken ct)
    {
        var claimed = await ClaimAsync(ct);

        // Once claimed, a message is sent and recorded even while the application stops.
        await Task.WhenAll(claimed.GroupBy(c => c.OrganizationId)
            .Select(g => delivery.RunAsync(g.Key, [.. g.Select(c => c.MessageId)], CancellationToken.None)));
        return claimed.Count;
    }

    private async Task<IReadOnlyList<(Guid OrganizationId, Guid MessageId)>> ClaimAsync(CancellationToken ct)
    {
        // Whoever opens conversations waits for the number's turn; the same time for both, so that nothing slips between.
        var now = clock.GetUtcNow();
        await using (var pace = gate.Command("SELECT gate.pace_sends($1)"))
        {
            pace.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
            await pace.ExecuteNonQueryAsync(ct);
        }

        await using var command = gate.Command("SELECT organization_id, message_id FROM gate.claim_sends($1, $2, $3)");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Batch });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PerOrganization });
        return await Gate.ListAsync(command, r => (r.GetGuid(0), r.GetGuid(1)), ct);
    }
}
