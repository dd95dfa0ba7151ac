using System.Diagnostics;

namespace ChatFlow.Benchmarks;

/// <summary>
/// Many executions due at one instant on the simulator: steps a second and lateness, each step writing a message, a log,
/// its reasons and the run; beside job libraries whose jobs do nothing, where they are installed.
/// </summary>
internal static class Dispatch
{
    private const int LeadSeconds = 15;

    public static async Task RunAsync(BenchServer bench, BenchOptions options)
    {
        var (organization, api) = await bench.OrganizationAsync("bench-dispatch");
        await BenchServer.SendAsync(api, HttpMethod.Put, "connection", new { type = "simulator" });
        var sequence = await BenchServer.SendAsync(api, HttpMethod.Post, "sequences", new
        {
            name = "bench",
            enabled = true,
            triggerType = "custom",
            triggerConfig = new { @event = "bench" },
            strategy = "moderate",
            policy = new { liftLimits = true },
            steps = new[] { new { delayAmount = 0, delayUnit = "minutes", messageTemplate = "Hola {{contact.first_name | default: \"amigo\"}}, ¿seguimos?" } },
        });
        api.Dispose();
        var id = sequence.GetProperty("id").GetGuid();
        if (options.Waiting > 0)
        {
            await FillAsync(bench, organization, id, options.Waiting, "+5521", TimeProvider.System.GetUtcNow().AddDays(1));
            Console.WriteLine($"(beside {options.Waiting:N0} executions that wait for tomorrow)");
        }

        var due = TimeProvider.System.GetUtcNow().AddSeconds(LeadSeconds);
        await FillAsync(bench, organization, id, options.Executions, "+5511", due);
        var wait = due - TimeProvider.System.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, TimeProvider.System);
        else
            Console.WriteLine($"(filling took {-wait.TotalSeconds:0.0} s longer than the lead: lateness counts it)");
        var clock = Stopwatch.StartNew();
        while (await bench.ScalarAsync<long>("SELECT count(*) FROM follow_up_message_logs WHERE sent_at IS NOT NULL") < options.Executions && clock.Elapsed < TimeSpan.FromMinutes(5))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        var seconds = clock.Elapsed.TotalSeconds;
        var done = await bench.ScalarAsync<long>("SELECT count(*) FROM follow_up_message_logs WHERE sent_at IS NOT NULL");
        await using var command = bench.Database.CreateCommand("""
            SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY late), percentile_disc(0.95) WITHIN GROUP (ORDER BY late), max(late)
            FROM (SELECT extract(epoch FROM sent_at - $1)::float8 AS late FROM follow_up_message_logs WHERE sent_at IS NOT NULL) l
            """);
        command.Parameters.Add(new Npgsql.NpgsqlParameter<DateTimeOffset> { TypedValue = due });
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        Console.WriteLine($"chatflow: {done:N0} steps due at one instant, {done / seconds:N0} steps/s, late p50 {reader.GetDouble(0):0.0} s, p95 {reader.GetDouble(1):0.0} s, max {reader.GetDouble(2):0.0} s");
        await HangfirePeer.RunAsync(bench);
        await PeersAsync(bench, options.Executions);
    }

    private static async Task FillAsync(BenchServer bench, Guid organization, Guid sequence, int count, string prefix, DateTimeOffset due)
    {
        await using var command = bench.Database.CreateCommand("""
            SELECT set_config('app.current_organization_id', $1::text, false);
            """);
        command.Parameters.Add(new Npgsql.NpgsqlParameter<Guid> { TypedValue = organization });
        await command.ExecuteNonQueryAsync();
        await using var fill = bench.Database.CreateCommand("""
            WITH c AS (
                INSERT INTO contacts (organization_id, phone, name)
                SELECT $1, $5 || '9' || lpad(n::text, 8, '0'), 'Ana' FROM generate_series(1, $2) n RETURNING id, phone, name),
            i AS (
                INSERT INTO contact_identities (organization_id, kind, value, contact_id, address)
                SELECT $1, 'phone', phone, id, substr(phone, 2) FROM c)
            INSERT INTO follow_up_executions (organization_id, sequence_id, contact_id, contact_phone, contact_name, status, current_step, next_scheduled_at, dispatch_at, started_at)
            SELECT $1, $3, id, phone, name, 'active', 1, $4, $4, now() FROM c
            """);
        fill.CommandTimeout = 1800;
        fill.Parameters.Add(new Npgsql.NpgsqlParameter<Guid> { TypedValue = organization });
        fill.Parameters.Add(new Npgsql.NpgsqlParameter<int> { TypedValue = count });
        fill.Parameters.Add(new Npgsql.NpgsqlParameter<Guid> { TypedValue = sequence });
        fill.Parameters.Add(new Npgsql.NpgsqlParameter<DateTimeOffset> { TypedValue = due });
        fill.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = prefix });
        await fill.ExecuteNonQueryAsync();
        // Those that were filled, as autovacuum would: an empty table that is analyzed gets plans for an empty table.
        await using var analyze = bench.Database.CreateCommand("ANALYZE contacts, contact_identities, follow_up_executions");
        await analyze.ExecuteNonQueryAsync();
    }

    // BENCH_PEERS: a script that takes "graphile|pgboss same N" and prints one line, with its packages beside it.
    private static async Task PeersAsync(BenchServer bench, int count)
    {
        if (Environment.GetEnvironmentVariable("BENCH_PEERS") is not { Length: > 0 } script || !File.Exists(script))
        {
            Console.WriteLine("peers: set BENCH_PEERS to the script of the job libraries (and NODE_PEERS to their packages) to run them beside; left out.");
            return;
        }

        foreach (var peer in new[] { "graphile", "pgboss" })
        {
            var start = new ProcessStartInfo("node") { RedirectStandardOutput = true };
            foreach (var argument in new[] { script, peer, "same", count.ToString(System.Globalization.CultureInfo.InvariantCulture) })
                start.ArgumentList.Add(argument);
            var server = bench.Superuser;
            start.Environment["PGURL"] = $"postgres://{Uri.EscapeDataString(server.Username!)}:{Uri.EscapeDataString(server.Password ?? "")}@{server.Host}:{server.Port}/jobbench";
            start.Environment["BATCH"] = "100";
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Console.WriteLine($"{peer}: {output.Trim()}");
        }
    }
}
