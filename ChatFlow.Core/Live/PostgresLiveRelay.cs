using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Live;

/// <summary>
/// Carries this node's events to the others and theirs to us, from connections of its own: a NOTIFY inside a writing
/// transaction would make every commit wait for the one before. An event that is lost (an outage, a full queue) is found
/// by whoever reads again; nothing depends on its arrival.
/// </summary>
public sealed class PostgresLiveRelay(LiveBus bus, NpgsqlDataSource source, TimeProvider clock, ILogger<PostgresLiveRelay> logger) : BackgroundService
{
    private const string Topic = "chatflow_live";
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);

    private readonly string _node = Guid.NewGuid().ToString("N");
    private readonly Channel<LiveEvent> _queue = Channel.CreateBounded<LiveEvent>(
        new BoundedChannelOptions(10_000) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bus.Published += Enqueue;
        try
        {
            await Task.WhenAll(RepeatAsync(SendAsync, stoppingToken), RepeatAsync(ListenAsync, stoppingToken));
        }
        finally
        {
            bus.Published -= Enqueue;
        }
    }

    private void Enqueue(LiveEvent live) => _queue.Writer.TryWrite(live);

    private async Task SendAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var gathered = new HashSet<LiveEvent>();
        while (await _queue.Reader.WaitToReadAsync(ct))
        {
            await Task.Delay(s_gather, clock, ct);
            while (_queue.Reader.TryRead(out var live))
                gathered.Add(live);
            await using var batch = new NpgsqlBatch(connection);
            foreach (var payload in LivePayload.Write(_node, gathered))
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_notify($1, $2)")
                {
                    Parameters = { new NpgsqlParameter<string> { TypedValue = Topic }, new NpgsqlParameter<string> { TypedValue = payload } },
                });
            }

            gathered.Clear();
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        connection.Notification += (_, notice) =>
        {
            foreach (var live in LivePayload.Read(_node, notice.Payload))
                bus.Deliver(live);
        };
        await using (var listen = new NpgsqlCommand($"LISTEN {Topic}", connection))
            await listen.ExecuteNonQueryAsync(ct);
        while (true)
        {
            // A connection that a firewall has silently dropped would wait for ever: ask now and then.
            if (!await connection.WaitAsync(TimeSpan.FromMinutes(1), ct))
            {
                await using var ping = new NpgsqlCommand("SELECT 1", connection);
                await ping.ExecuteScalarAsync(ct);
            }
        }
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is NpgsqlException or IOException or TimeoutException)
            {
                logger.LogWarning("The relay of live events lost its connection ({Error}); trying again", error.GetType().Name);
                await Task.Delay(s_again, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
