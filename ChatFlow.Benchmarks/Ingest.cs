using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChatFlow.Core.Security;

namespace ChatFlow.Benchmarks;

/// <summary>
/// Signed Meta webhooks, one message each, at 1, 4, 16 and 64 connections; a message counts when it is applied and
/// readable. Beside it pgbench, which does the same inserts one message a statement, on the same server in the same run.
/// </summary>
internal static class Ingest
{
    private static readonly int[] s_connections = [1, 4, 16, 64];
    private const int Organizations = 4;

    public static async Task RunAsync(BenchServer bench, BenchOptions options)
    {
        var targets = new List<WebhookTarget>();
        for (var i = 0; i < Organizations; i++)
            targets.Add(await ConnectAsync(bench, i));
        await MeasureAsync(bench, targets, 8, 2); // warm-up, not shown
        Console.WriteLine("chatflow: signed webhooks over HTTP, applied and readable (fsync on)");
        Console.WriteLine($"{"connections",12} {"messages/s",12} {"p50 ms",9} {"p99 ms",9} {"errors",8}");
        var best = 0.0;
        foreach (var connections in s_connections)
        {
            var run = await MeasureAsync(bench, targets, connections, options.Seconds);
            best = connections == 64 ? run.PerSecond : best;
            Console.WriteLine($"{connections,12} {run.PerSecond,12:N0} {run.P50,9:0.0} {run.P99,9:0.0} {run.Errors,8}");
        }

        var peer = await PgBench.RunAsync(bench.Superuser, options.Seconds);
        if (peer is { } floor)
            Console.WriteLine($"chatflow at 64 connections: {best:N0}/s; pgbench at its best: {floor:N0}/s; ratio {best / floor:0.00}");
    }

    private static async Task<WebhookTarget> ConnectAsync(BenchServer bench, int i)
    {
        var (_, api) = await bench.OrganizationAsync($"bench-{i}");
        var secret = Tokens.New();
        var number = (100000000000 + i).ToString(CultureInfo.InvariantCulture);
        var connection = await BenchServer.SendAsync(api, HttpMethod.Put, "connection", new
        {
            type = "meta_api",
            meta = new { businessAccountId = number, phoneNumberId = number, accessToken = Tokens.New(), appSecret = secret, verifyToken = Tokens.New() },
        });
        var path = new Uri(connection.GetProperty("webhookUrl").GetString()!).AbsolutePath;
        api.Dispose();
        return new WebhookTarget(new Uri(bench.Address, path), Encoding.UTF8.GetBytes(secret), number);
    }

    private static async Task<Run> MeasureAsync(BenchServer bench, List<WebhookTarget> targets, int connections, int seconds)
    {
        var before = await bench.ScalarAsync<long>("SELECT count(*) FROM messages");
        var clients = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => WebhookClient.ConnectAsync(targets)));
        var clock = Stopwatch.StartNew();
        var results = await Task.WhenAll(clients.Select(c => Task.Run(() => PostAsync(c, clock, seconds))));
        var sent = results.Sum(r => r.Latencies.Count);
        while (await bench.ScalarAsync<long>("SELECT count(*) FROM messages") - before < sent && clock.Elapsed < TimeSpan.FromSeconds(seconds + 60))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        var applied = await bench.ScalarAsync<long>("SELECT count(*) FROM messages") - before;
        var elapsed = clock.Elapsed.TotalSeconds;
        var latencies = results.SelectMany(r => r.Latencies).Order().ToList();
        return new Run(applied / elapsed, At(latencies, 0.50), At(latencies, 0.99), results.Sum(r => r.Errors) + (int)(sent - applied));
    }

    private static async Task<(List<double> Latencies, int Errors)> PostAsync(WebhookClient client, Stopwatch clock, int seconds)
    {
        using var connection = client;
        var latencies = new List<double>(100_000);
        var errors = 0;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            var start = Stopwatch.GetTimestamp();
            if (await client.PostAsync())
                latencies.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            else
                errors++;
        }

        return (latencies, errors);
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    private sealed record Run(double PerSecond, double P50, double P99, int Errors);
}
