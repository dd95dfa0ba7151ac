using System.Diagnostics;
using ChatFlow.Core.Data;
using ChatFlow.Core.Data.Embedded;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace ChatFlow.Tests.Data.Embedded;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly string _folder = TestFolders.New("pg");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => TestFolders.Delete(_folder);

    [Fact]
    public async Task It_starts_from_nothing_reachable_by_its_owner_alone_and_knows_accented_letters()
    {
        await using var postgres = await StartAsync();

        Assert.True(postgres.IsOwner);
        Assert.Equal("ñandú", await AskAsync(postgres, "select lower('ÑANDÚ')"));
        Assert.Equal("UTF8", await AskAsync(postgres, "show server_encoding"));
        Assert.Equal("", await AskAsync(postgres, "show listen_addresses"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(postgres.SocketFolder));
        var stranger = postgres.ConnectionString("postgres", "postgres", "guess");
        await Assert.ThrowsAsync<PostgresException>(() => TestPostgres.ExecuteAsync(stranger, "select 1", Cancel));
    }

    [Fact]
    public async Task It_brings_the_extensions_that_the_schema_needs()
    {
        await using var postgres = await StartAsync();

        foreach (var extension in new[] { "uuid-ossp", "pgcrypto", "pg_trgm", "btree_gin", "citext", "unaccent" })
            Assert.Equal(extension, await AskAsync(postgres, $"select name from pg_available_extensions where name = '{extension}'"));
    }

    [Fact]
    public async Task It_restarts_over_an_existing_folder_with_what_was_in_it()
    {
        await using (var first = await StartAsync()) await TestPostgres.ExecuteAsync(Superuser(first), "create table kept (id int)", Cancel);

        await using var second = await StartAsync();

        Assert.Equal("kept", await AskAsync(second, "select relname::text from pg_class where relname = 'kept'"));
    }

    [Fact]
    public async Task A_second_process_attaches_and_leaves_the_server_running_when_it_ends()
    {
        await using var first = await StartAsync();

        var second = await StartAsync(EmbeddedPostgresRole.Command);
        Assert.False(second.IsOwner);
        Assert.Equal(Superuser(first), Superuser(second));
        await second.DisposeAsync();

        Assert.Equal("1", await AskAsync(first, "select '1'"));
    }

    [Fact]
    public async Task A_site_waits_for_a_command_to_end_and_then_runs_the_server_itself()
    {
        var command = await StartAsync(EmbeddedPostgresRole.Command);
        var site = StartAsync();
        Assert.Equal("1", await AskAsync(command, "select '1'"));
        Assert.False(site.IsCompleted);

        await command.DisposeAsync();

        await using var serving = await site;
        Assert.True(serving.IsOwner);
        Assert.Equal("1", await AskAsync(serving, "select '1'"));
    }

    [Fact]
    public async Task An_attached_site_takes_over_when_the_owner_ends()
    {
        var first = await StartAsync();
        await using var second = await StartAsync();
        Assert.False(second.IsOwner);

        await first.DisposeAsync();

        await UntilAsync(() => Task.FromResult(second.IsOwner));
        Assert.Equal("1", await AskAsync(second, "select '1'"));
    }

    [Fact]
    public async Task Several_that_start_at_once_over_nothing_share_one_server()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StartAsync(), Cancel)));

        Assert.Single(all, postgres => postgres.IsOwner);
        foreach (var postgres in all) Assert.Equal("1", await AskAsync(postgres, "select '1'"));
        foreach (var postgres in all.OrderBy(postgres => postgres.IsOwner)) await postgres.DisposeAsync();
    }

    [Fact]
    public async Task Commands_that_start_at_once_run_one_after_the_other()
    {
        var running = 0;
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(
            async () =>
            {
                await using var postgres = await StartAsync(EmbeddedPostgresRole.Command);
                Assert.Equal(1, Interlocked.Increment(ref running));
                Assert.Equal("1", await AskAsync(postgres, "select '1'"));
                Interlocked.Decrement(ref running);
            },
            Cancel)));
    }

    [Fact]
    public async Task A_postmaster_file_that_names_a_process_of_someone_else_does_not_keep_it_from_starting()
    {
        await (await StartAsync()).DisposeAsync();
        var file = Path.Combine(_folder, "postgres", "data", "postmaster.pid");
        await File.WriteAllTextAsync(file, $"{Environment.ProcessId}\n{_folder}\n0\n5432\n{_folder}/run\n\n0 0\nready   \n", Cancel);

        await using var postgres = await StartAsync();

        Assert.Equal("1", await AskAsync(postgres, "select '1'"));
    }

    [Fact]
    public async Task A_killed_server_is_started_again_by_its_owner()
    {
        await using var postgres = await StartAsync();
        await TestPostgres.ExecuteAsync(Superuser(postgres), "create table kept (id int)", Cancel);

        var killed = ServerPid();
        using (var process = Process.GetProcessById(killed)) process.Kill();

        await UntilAsync(async () => ServerPid() != killed && await AnswersAsync(postgres));
        Assert.Equal("kept", await AskAsync(postgres, "select relname::text from pg_class where relname = 'kept'"));
    }

    [Fact]
    public async Task An_interrupted_first_start_is_done_again()
    {
        var half = Directory.CreateDirectory(Path.Combine(DataFolder.Open(_folder).Subfolder("postgres"), "data.new"));
        await File.WriteAllTextAsync(Path.Combine(half.FullName, "PG_VERSION"), "15", Cancel);

        await using var postgres = await StartAsync();

        Assert.Equal("1", await AskAsync(postgres, "select '1'"));
    }

    [Fact]
    public async Task A_database_of_a_version_that_is_too_old_is_refused_by_name()
    {
        var data = Directory.CreateDirectory(Path.Combine(DataFolder.Open(_folder).Subfolder("postgres"), "data"));
        await File.WriteAllTextAsync(Path.Combine(data.FullName, "PG_VERSION"), "9\n", Cancel);

        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync());

        Assert.Contains("PostgreSQL 9, which is too old", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_password_is_named_instead_of_failing_later()
    {
        await (await StartAsync()).DisposeAsync();
        File.Delete(Path.Combine(_folder, "keys", "postgres-superuser"));

        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync());

        Assert.Contains("put the original file back", failure.Message, StringComparison.Ordinal);
    }

    private static string Superuser(EmbeddedPostgres postgres) => postgres.SuperuserConnectionString("postgres");

    private static async Task<string?> AskAsync(EmbeddedPostgres postgres, string question)
    {
        await using var connection = new NpgsqlConnection(Superuser(postgres) + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(question, connection);
        return (string?)await command.ExecuteScalarAsync(Cancel);
    }

    private static async Task<bool> AnswersAsync(EmbeddedPostgres postgres)
    {
        try
        {
            return await AskAsync(postgres, "select '1'") == "1";
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>Polls: the other side is a process, which has nothing to await.</summary>
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await condition()) await tick.WaitForNextTickAsync(limit.Token);
    }

    private int ServerPid() => PostmasterFile.Read(Path.Combine(_folder, "postgres", "data"))?.Pid ?? 0;

    private Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresRole role = EmbeddedPostgresRole.Serving) => EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions
        {
            DataFolder = DataFolder.Open(_folder),
            BinariesFolder = TestFolders.Binaries,
            Role = role,
            Durable = false,
            // What was committed must survive a killed server, though not a power cut.
            Settings = new Dictionary<string, string> { ["max_connections"] = "20", ["shared_buffers"] = "16MB", ["synchronous_commit"] = "on" },
        },
        NullLogger.Instance,
        Cancel);
}
