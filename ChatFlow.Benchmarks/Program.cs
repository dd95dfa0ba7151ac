using ChatFlow.Benchmarks;

// dotnet run -c Release --project ChatFlow.Benchmarks -- ingest|dispatch [--seconds 10] [--connection <superuser string>]
var options = BenchOptions.Read(args);
if (options is null)
{
    await Console.Error.WriteLineAsync("usage: -- ingest|dispatch [--seconds 10] [--executions 20000] [--waiting 0] [--connection \"Host=…;Username=postgres;…\"]");
    return 2;
}

await using var bench = await BenchServer.StartAsync(options);
switch (options.Name)
{
    case "ingest":
        await Ingest.RunAsync(bench, options);
        break;
    case "dispatch":
        await Dispatch.RunAsync(bench, options);
        break;
}

return 0;
