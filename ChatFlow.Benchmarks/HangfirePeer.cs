using System.Diagnostics;
using System.Globalization;
using Hangfire;
using Hangfire.PostgreSql;
using Npgsql;

namespace ChatFlow.Benchmarks;

/// <summary>Plain Hangfire on the same server: empty jobs, all scheduled for one instant.</summary>
public static class HangfirePeer
{
    // Fewer than ours: at its rate all of them would take minutes.
    private const int Jobs = 2_000;
    private const int Workers = 20;
    private static int s_done;

    internal static async Task RunAsync(BenchServer bench)
    {
        var database = $"hangfire_bench_{Environment.ProcessId}";
        await ExecuteAsync(bench, $"CREATE DATABASE {database}");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(bench.Superuser.ConnectionString) { Database = database, MaxPoolSize = Workers * 2 };
            var storage = new PostgreSqlStorage(
                new Hangfire.PostgreSql.Factories.NpgsqlConnectionFactory(connection.ConnectionString, new PostgreSqlStorageOptions()),
                new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromSeconds(1), PrepareSchemaIfNecessary = true });
            var client = new BackgroundJobClient(storage);
            var due = TimeProvider.System.GetUtcNow().AddSeconds(20);
            var enqueue = Stopwatch.StartNew();
            await Parallel.ForAsync(0, Jobs, new ParallelOptions { MaxDegreeOfParallelism = Workers }, (_, _) =>
            {
                client.Schedule(() => Job(), due);
                return ValueTask.CompletedTask;
            });
            enqueue.Stop();
            using var server = new BackgroundJobServer(
                new BackgroundJobServerOptions { WorkerCount = Workers, SchedulePollingInterval = TimeSpan.FromSeconds(1) }, storage);
            while (Volatile.Read(ref s_done) == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            var clock = Stopwatch.StartNew();
            while (Volatile.Read(ref s_done) < Jobs && clock.Elapsed < TimeSpan.FromMinutes(2))
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"hangfire: {s_done:N0} empty jobs scheduled for one instant, {s_done / clock.Elapsed.TotalSeconds:N0} jobs/s (scheduling {Jobs / enqueue.Elapsed.TotalSeconds:N0}/s)"));
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(bench, $"DROP DATABASE {database} WITH (FORCE)");
        }
    }

    /// <summary>Does nothing; public since Hangfire calls it.</summary>
    public static void Job() => Interlocked.Increment(ref s_done);

    private static async Task ExecuteAsync(BenchServer bench, string sql)
    {
        await using var source = NpgsqlDataSource.Create(bench.Superuser.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
