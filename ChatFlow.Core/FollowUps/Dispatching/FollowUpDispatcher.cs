using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Sending;
using Hangfire.Server;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>
/// A background process of the Hangfire server, one on each node: claims what is due, fair between organizations, no more
/// than goes into flight at once; records intents; delivers. While one batch is in flight the next is claimed and decided;
/// an organization whose provider is slow fills its own places only. A node whose clock is off stops.
/// </summary>
public sealed class FollowUpDispatcher(
    Gate gate, DispatchBatch batch, Delivery delivery, ClockCheck clockCheck, DispatchSignal signal, TimeProvider clock, ILogger<FollowUpDispatcher> logger)
    : IBackgroundProcessAsync, IDisposable
{
    /// <summary>Runs in one claim.</summary>
    public const int BatchSize = 500;

    // Runs of this node that are claimed and not finished, and batches of one organization.
    private const int MostInFlight = 2_000;
    private const int BatchesInFlight = 3;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    // Longer than a provider call: nobody else takes a run that is being worked on.
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(60);

    // Touched by the one thread of ExecuteAsync only.
    private readonly List<Flight> _flights = [];
    private readonly SemaphoreSlim _deciding = new(8);

    /// <summary>One pass; Hangfire loops it.</summary>
    public async Task ExecuteAsync(BackgroundProcessContext context)
    {
        try
        {
            if (await clockCheck.IsSoundAsync(context.StoppingToken))
            {
                while (!context.IsStopping && await StartAsync(context.StoppingToken))
                {
                }
            }

            // A batch that has landed wakes it too.
            await signal.WaitAsync(s_longestWait, context.StoppingToken);
        }
        catch (OperationCanceledException) when (context.IsStopping)
        {
        }

        if (context.IsStopping)
            await Task.WhenAll(_flights.Select(f => f.Landed));
    }

    /// <summary>Claims and handles one batch to its end; the number of runs that were claimed.</summary>
    public async Task<int> OnceAsync(CancellationToken ct)
    {
        var claimed = await ClaimAsync(BatchSize, [], ct);
        await Task.WhenAll(claimed.GroupBy(c => c.OrganizationId).Select(g => HandleAsync(g.Key, [.. g], ct)));
        return claimed.Count;
    }

    public void Dispose() => _deciding.Dispose();

    // Claims what there is room for and lets it fly; false when there is nothing to do or no room.
    private async Task<bool> StartAsync(CancellationToken ct)
    {
        _flights.RemoveAll(f => f.Landed.IsCompleted);
        var room = Math.Min(BatchSize, MostInFlight - _flights.Sum(f => f.Count));
        if (room <= 0)
            return false;
        var busy = _flights.GroupBy(f => f.OrganizationId).Where(g => g.Count() >= BatchesInFlight).Select(g => g.Key).ToArray();
        var claimed = await ClaimAsync(room, busy, ct);
        foreach (var group in claimed.GroupBy(c => c.OrganizationId))
            _flights.Add(new Flight(group.Key, group.Count(), FlyAsync(group.Key, [.. group], ct)));
        return claimed.Count > 0;
    }

    private async Task FlyAsync(Guid organizationId, List<Claimed> claimed, CancellationToken ct)
    {
        await Task.Yield();
        await HandleAsync(organizationId, claimed, ct);
        signal.Wake();
    }

    private async Task HandleAsync(Guid organizationId, List<Claimed> claimed, CancellationToken ct)
    {
        try
        {
            if (await DecideAsync(organizationId, claimed, ct) is { } messages)
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

    // A few transactions at a time are as many as the database works on; sending waits for nobody.
    private async Task<OutboundBatch?> DecideAsync(Guid organizationId, List<Claimed> claimed, CancellationToken ct)
    {
        await _deciding.WaitAsync(ct);
        try
        {
            return await batch.RunAsync(organizationId, claimed, ct);
        }
        finally
        {
            _deciding.Release();
        }
    }

    private async Task<IReadOnlyList<Claimed>> ClaimAsync(int limit, Guid[] busy, CancellationToken ct)
    {
        await using var command = gate.Command("SELECT organization_id, execution_id, contact_id, lease_token FROM gate.claim_executions($1, $2, $3, $4, $5)");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Delivery.AtOnce });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = s_lease });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = busy });
        return await Gate.ListAsync(command, r => new Claimed(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetInt32(3)), ct);
    }

    private sealed record Flight(Guid OrganizationId, int Count, Task Landed);
}
