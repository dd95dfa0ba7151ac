namespace ChatFlow.Benchmarks;

/// <param name="Waiting">Executions of the same organization that wait for a later day, beside those that are due.</param>
/// <param name="Connection">A superuser's connection string over TCP; null: a PostgreSQL of our own, fsync on.</param>
internal sealed record BenchOptions(string Name, int Seconds, int Executions, int Waiting, string? Connection)
{
    public static BenchOptions? Read(string[] args)
    {
        if (args.Length == 0 || args[0] is not ("ingest" or "dispatch"))
            return null;
        var options = new BenchOptions(args[0], 10, 20_000, 0, null);
        for (var i = 1; i + 1 < args.Length; i += 2)
        {
            options = args[i] switch
            {
                "--seconds" => options with { Seconds = int.Parse(args[i + 1], System.Globalization.CultureInfo.InvariantCulture) },
                "--executions" => options with { Executions = int.Parse(args[i + 1], System.Globalization.CultureInfo.InvariantCulture) },
                "--waiting" => options with { Waiting = int.Parse(args[i + 1], System.Globalization.CultureInfo.InvariantCulture) },
                "--connection" => options with { Connection = args[i + 1] },
                _ => options,
            };
        }

        return options;
    }
}
