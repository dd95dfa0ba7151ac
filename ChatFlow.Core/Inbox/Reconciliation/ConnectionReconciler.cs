using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Inbox.Reconciliation;

/// <summary>
/// Asks every Evolution connection once a minute and after each start how it stands, since its events may be lost, and
/// fetches what was missed. Each is asked by one node (gate.claim_connection_checks), few at the same time.
/// </summary>
public sealed class ConnectionReconciler(
    Gate gate, CheckConnection check, CatchUp catchUp, ReconcileSignal signal, TimeProvider clock, ILogger<ConnectionReconciler> logger) : BackgroundService
{
    private const int AtOnce = 8;
    private const int Batch = 200;
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);

    // A little less than the interval, or every second round would find nothing old enough.
    private static readonly TimeSpan s_age = TimeSpan.FromSeconds(50);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(RoundsAsync(stoppingToken), OpenedAsync(stoppingToken));

    /// <summary>Asks those that nobody has asked for a while; how many that were.</summary>
    /// <param name="afterStart">All of them, and what came in while this installation was down counts as missed.</param>
    public async Task<int> OnceAsync(bool afterStart, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var total = 0;
        while (true)
        {
            var claimed = await ClaimAsync(now, afterStart ? now : now - s_age, ct);
            total += claimed.Count;
            await Parallel.ForEachAsync(claimed, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (organization, token) =>
            {
                if (afterStart)
                    await catchUp.MarkMissedAsync(organization, token);
                await ReconcileAsync(organization, token);
            });
            if (claimed.Count < Batch)
                return total;
        }
    }

    private async Task RoundsAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        var first = true;
        try
        {
            do
            {
                await OnceAsync(first, ct);
                first = false;
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    private async Task OpenedAsync(CancellationToken ct)
    {
        try
        {
            await foreach (var organization in signal.ReadAllAsync(ct))
                await ReconcileAsync(organization, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    private async Task ReconcileAsync(Guid organization, CancellationToken ct)
    {
        try
        {
            if (await check.AskAsync(organization, describe: false, ct))
                await catchUp.RunAsync(organization, ct);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            // One organization's trouble is not the others'; it is asked again in a minute.
            logger.LogWarning("The connection of {Organization} could not be reconciled: {Error}", organization, error.GetType().Name);
        }
    }

    private async Task<IReadOnlyList<Guid>> ClaimAsync(DateTimeOffset now, DateTimeOffset before, CancellationToken ct)
    {
        try
        {
            await using var command = gate.Command("SELECT * FROM gate.claim_connection_checks($1, $2, $3)");
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = before });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Batch });
            return await Gate.ListAsync(command, r => r.GetGuid(0), ct);
        }
        catch (NpgsqlException error)
        {
            logger.LogWarning("Looking for connections to reconcile failed: {Error}", error.GetType().Name);
            return [];
        }
    }
}
