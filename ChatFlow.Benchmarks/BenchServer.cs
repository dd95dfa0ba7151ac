using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using ChatFlow.Core.Data;
using ChatFlow.Core.Data.Embedded;
using ChatFlow.Core.Security;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ChatFlow.Benchmarks;

/// <summary>
/// A PostgreSQL with fsync on, reachable over TCP, and a ChatFlow on it in a process of its own: as somebody would run it.
/// Both are thrown away at the end; a server that was given keeps everything but our database.
/// </summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly EmbeddedPostgres? _postgres;
    private readonly Dictionary<string, string> _environment;
    private Process? _site;

    private BenchServer(string folder, EmbeddedPostgres? postgres, NpgsqlConnectionStringBuilder superuser, Dictionary<string, string> environment, Uri address)
    {
        (_folder, _postgres, Superuser, _environment, Address) = (folder, postgres, superuser, environment, address);
    }

    public NpgsqlConnectionStringBuilder Superuser { get; }

    public Uri Address { get; }

    public NpgsqlDataSource Database { get; private set; } = null!;

    public static async Task<BenchServer> StartAsync(BenchOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("chatflow-bench-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        EmbeddedPostgres? postgres = null;
        NpgsqlConnectionStringBuilder superuser;
        if (options.Connection is { } given)
        {
            superuser = new NpgsqlConnectionStringBuilder(given);
        }
        else
        {
            var port = FreePort();
            postgres = await EmbeddedPostgres.StartAsync(
                new EmbeddedPostgresOptions { DataFolder = DataFolder.Open(Path.Combine(folder, "postgres")), Role = EmbeddedPostgresRole.Serving, ListenTcpPort = port },
                NullLogger.Instance, CancellationToken.None);
            superuser = new NpgsqlConnectionStringBuilder(postgres.SuperuserConnectionString("postgres")) { Host = "127.0.0.1", Port = port };
        }

        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var database = $"chatflow_bench_{Environment.ProcessId}";
        await using (var source = NpgsqlDataSource.Create(superuser.ConnectionString))
        await using (var create = source.CreateCommand($"CREATE DATABASE {database}"))
            await create.ExecuteNonQueryAsync();
        var owner = new NpgsqlConnectionStringBuilder(superuser.ConnectionString) { Database = database };
        var bench = new BenchServer(folder, postgres, superuser, new Dictionary<string, string>
        {
            ["ConnectionStrings__Owner"] = owner.ConnectionString,
            ["ConnectionStrings__App"] = new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Username = "chatflow_bench_app", Password = Tokens.New(), MaxPoolSize = 60 }.ConnectionString,
            ["ChatFlow__DataFolder"] = Path.Combine(folder, "chatflow"),
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Limits__WebhooksPerSecond"] = "1000000",
            ["Logging__LogLevel__Default"] = "Warning",
        }, address)
        { Database = NpgsqlDataSource.Create(owner.ConnectionString) };
        await bench.CommandAsync("migrate");
        await bench.ServeAsync();
        return bench;
    }

    /// <summary>A new organization with an API client of its own.</summary>
    public async Task<(Guid Id, HttpClient Api)> OrganizationAsync(string slug)
    {
        using var organization = JsonDocument.Parse(await CommandAsync(
            "organization", "create", "--name", slug, "--slug", slug, "--admin-email", $"{slug}@bench.test", "--admin-password", Tokens.New()));
        using var key = JsonDocument.Parse(await CommandAsync("api-key", "create", "--organization", slug, "--name", "bench"));
        var api = new HttpClient { BaseAddress = new Uri(Address, "/api/v1/") };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.RootElement.GetProperty("key").GetString());
        return (organization.RootElement.GetProperty("id").GetGuid(), api);
    }

    public static async Task<JsonElement> SendAsync(HttpClient api, HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await api.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is { HasExited: false })
        {
            _site.Kill(entireProcessTree: true);
            await _site.WaitForExitAsync();
        }

        _site?.Dispose();
        var database = new NpgsqlConnectionStringBuilder(_environment["ConnectionStrings__Owner"]).Database;
        await Database.DisposeAsync();
        await using (var source = NpgsqlDataSource.Create(Superuser.ConnectionString))
        await using (var drop = source.CreateCommand($"DROP DATABASE IF EXISTS {database} WITH (FORCE)"))
            await drop.ExecuteNonQueryAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ServeAsync()
    {
        _site = Start(["--urls", Address.ToString()]);
        using var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromMinutes(2))
        {
            try
            {
                if ((await client.GetAsync("/health/ready")).IsSuccessStatusCode)
                    return;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
            {
                // not listening yet
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }

        throw new InvalidOperationException("ChatFlow did not start.");
    }

    private async Task<string> CommandAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"chatflow {arguments[0]} failed with {process.ExitCode}");
    }

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ChatFlow.Web.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
