using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Sending;
using Hangfire.Server;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>
/// A background process of the Hangfire server, one on each node: claims what is due, fair between organizations, no more
/// than goes into flight at once; records intents; delivers. A node whose clock is off stops.
/// </summary>
public sealed class FollowUpDispatcher(
    Gate gate, DispatchBatch batch, Delivery delivery, ClockCheck clockCheck, DispatchSignal signal, TimeProvider clock, ILogger<FollowUpDispatcher> logger)
    : IBackgroundProcessAsync
{
    public const int BatchSize = 200;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    // Longer than a provider call: nobody else takes a run that is being worked on.
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(60);

    /// <summary>One pass; Hangfire loops it.</summary>
    public async Task ExecuteAsync(BackgroundProcessContext context)
    {
        try
        {
            if (await clockCheck.IsSoundAsync(context.StoppingToken))
            {
                while (!context.IsStopping && await OnceAsync(context.StoppingToken) == BatchSize)
                {
                }
            }

            await signal.WaitAsync(s_longestWait, context.StoppingToken);
        }
        catch (OperationCanceledException) when (context.IsStopping)
        {
        }
    }

    /// <summary>Claims and handles one batch; the number of runs that were claimed.</summary>
    public async Task<int> OnceAsync(CancellationToken ct)
    {
        var claimed = await ClaimAsync(ct);
        await Task.WhenAll(claimed.GroupBy(c => c.OrganizationId).Select(g => HandleAsync(g.Key, [.. g], ct)));
        return claimed.Count;
    }

    private async Task HandleAsync(Guid organizationId, List<Claimed> claimed, CancellationToken ct)
    {
        try
        {
            var messages = await batch.RunAsync(organizationId, claimed, ct);
            if (messages.Count > 0)
                await delivery.RunAsync(organizationId, messages, CancellationToken.None);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
        catch (Exception) when (claimed.Count > 1)
        {
            // One bad run must not hold up the others. Whatever of the batch is committed is no longer due, so it is not decided twice.
            foreach (var one in claimed)
                await HandleAsync(organizationId, [one], ct);
        }
        catch (Exception error)
        {
            // The leases end by themselves; one organization's trouble is not the others'.
            logger.LogError(error, "Dispatching {Count} runs of {Organization} failed", claimed.Count, organizationId);
        }
    }

    private async Task<IReadOnlyList<Claimed>> ClaimAsync(CancellationToken ct)
    {
        await using var command = gate.Command("SELECT organization_id, execution_id, contact_id, lease_token FROM gate.claim_executions($1, $2, $3, $4)");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BatchSize });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BatchSize });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = s_lease });
        return await Gate.ListAsync(command, r => new Claimed(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetInt32(3)), ct);
    }
}
