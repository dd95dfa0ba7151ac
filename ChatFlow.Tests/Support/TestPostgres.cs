using ChatFlow.Core.Data;
using ChatFlow.Core.Data.Embedded;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(TestPostgresLifetime))]

namespace ChatFlow.Tests.Support;

/// <summary>
/// One real PostgreSQL for the whole test run, started by the first test that asks, in a temporary folder, without
/// anything that protects from a power cut. It knows no schema.
/// </summary>
public static class TestPostgres
{
    private static readonly string s_folder = TestFolders.New("postgres");
    private static readonly Lazy<Task<EmbeddedPostgres>> s_server = new(StartAsync);
    private static int s_databases;

    /// <summary>The server, for tests that need its roles or its socket.</summary>
    public static Task<EmbeddedPostgres> ServerAsync() => s_server.Value;

    /// <summary>
    /// Makes an empty database of its own, or a copy of <paramref name="template"/> (to which nobody may be connected).
    /// </summary>
    /// <returns>The superuser's connection string to it.</returns>
    public static async Task<string> CreateDatabaseAsync(string? template = null, CancellationToken ct = default)
    {
        var server = await ServerAsync();
        var name = $"test_{Interlocked.Increment(ref s_databases)}";
        var copy = template is null ? "" : $" template \"{template}\"";
        await ExecuteAsync(server.SuperuserConnectionString("postgres"), $"create database {name}{copy}", ct);
        return server.SuperuserConnectionString(name);
    }

    /// <summary>Drops the database of a connection string from <see cref="CreateDatabaseAsync"/>, cutting its sessions.</summary>
    public static async Task DropDatabaseAsync(string connectionString, CancellationToken ct = default)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        var server = await ServerAsync();
        await ExecuteAsync(server.SuperuserConnectionString("postgres"), $"drop database if exists \"{name}\" with (force)", ct);
    }

    /// <summary>Runs statements on a connection of its own, which is closed for good afterwards.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql, CancellationToken ct = default)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static async Task StopAsync()
    {
        if (s_server.IsValueCreated)
        {
            NpgsqlConnection.ClearAllPools();
            await (await s_server.Value).DisposeAsync();
        }

        TestFolders.Delete(s_folder);
    }

    private static Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(
        new EmbeddedPostgresOptions
        {
            DataFolder = DataFolder.Open(s_folder),
            BinariesFolder = TestFolders.Binaries,
            Durable = false,
            Settings = new Dictionary<string, string> { ["max_connections"] = "500" },
        },
        NullLogger.Instance,
        CancellationToken.None);
}

/// <summary>Stops <see cref="TestPostgres"/> when the run ends.</summary>
public sealed class TestPostgresLifetime : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await TestPostgres.StopAsync();
}
