using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace ChatFlow.Benchmarks;

/// <summary>PostgreSQL's own tool, one inbound message a statement: the naive path that we measure ourselves against.</summary>
internal static partial class PgBench
{
    private static readonly int[] s_clients = [1, 4, 16, 64];

    /// <summary>The best messages a second, or null where pgbench is missing.</summary>
    public static async Task<double?> RunAsync(NpgsqlConnectionStringBuilder superuser, int seconds)
    {
        if (Find() is not { } program)
        {
            Console.WriteLine("pgbench is not installed here (Debian: postgresql-contrib or postgresql): the comparison is left out.");
            return null;
        }

        var folder = Path.Combine(AppContext.BaseDirectory, "Peers");
        var database = $"pgbench_{Environment.ProcessId}";
        await ExecuteAsync(superuser, $"CREATE DATABASE {database}");
        try
        {
            var own = new NpgsqlConnectionStringBuilder(superuser.ConnectionString) { Database = database };
            await ExecuteAsync(own, await File.ReadAllTextAsync(Path.Combine(folder, "schema.sql")));
            await ExecuteAsync(own, "VACUUM ANALYZE");
            Console.WriteLine("pgbench: the same insert, one message a statement, no HTTP, no signature, no parsing");
            Console.WriteLine($"{"clients",12} {"messages/s",12}");
            var best = 0.0;
            foreach (var clients in s_clients)
            {
                var rate = await OnceAsync(program, own, Path.Combine(folder, "ingest1.sql"), clients, seconds);
                best = Math.Max(best, rate);
                Console.WriteLine($"{clients,12} {rate,12:N0}");
            }

            return best;
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(superuser, $"DROP DATABASE {database} WITH (FORCE)");
        }
    }

    private static async Task<double> OnceAsync(string program, NpgsqlConnectionStringBuilder database, string script, int clients, int seconds)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-n", "-M", "prepared", "-c", Text(clients), "-j", "2", "-T", Text(seconds), "-f", script, "-h", database.Host!, "-p", Text(database.Port), "-U", database.Username!, database.Database! })
            start.ArgumentList.Add(argument);
        start.Environment["PGPASSWORD"] = database.Password ?? "";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var found = Rate().Match(await output);
        return found.Success
            ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"pgbench: {await errors}");
    }

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin")) : []);
        return folders.Select(f => Path.Combine(f, "pgbench")).FirstOrDefault(File.Exists);
    }

    private static async Task ExecuteAsync(NpgsqlConnectionStringBuilder connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection.ConnectionString);
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^tps = ([0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex Rate();
}
