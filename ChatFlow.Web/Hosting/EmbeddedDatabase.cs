using System.Security.Cryptography;
using ChatFlow.Core.Data;
using ChatFlow.Core.Data.Embedded;
using Npgsql;

namespace ChatFlow.Web.Hosting;

/// <summary>Our database inside the embedded PostgreSQL: an owner that is no superuser, and the application's own role.</summary>
internal static class EmbeddedDatabase
{
    private const string Database = "chatflow";
    private const string OwnerRole = "chatflow_owner";
    private const long CreationLock = 0x43484154464c4f44;

    /// <summary>Makes owner and database where missing.</summary>
    /// <returns>The connection strings of the owner and of the application; the latter's role is made by the migration.</returns>
    public static async Task<(string Owner, string App)> PrepareAsync(EmbeddedPostgres server, DataFolder folder, CancellationToken ct)
    {
        var password = folder.ReadOrCreateSecret("owner-password", NewPassword);
        await using var connection = new NpgsqlConnection(server.SuperuserConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(ct);
        // Several processes may meet an empty server at once; the lock ends with the connection.
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({CreationLock})", ct);
        if (!await ExistsAsync(connection, $"SELECT 1 FROM pg_roles WHERE rolname = '{OwnerRole}'", ct))
            await ExecuteAsync(connection, $"CREATE ROLE {OwnerRole} LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD '{password}'", ct);
        if (!await ExistsAsync(connection, $"SELECT 1 FROM pg_database WHERE datname = '{Database}'", ct))
            await ExecuteAsync(connection, $"CREATE DATABASE {Database} OWNER {OwnerRole}", ct);
        return (server.ConnectionString(Database, OwnerRole, password), server.ConnectionString(Database, ChatFlowDatabase.AppRole, AppPassword(folder)));
    }

    /// <summary>The password of the application's role, for when nobody gave one.</summary>
    public static string AppPassword(DataFolder folder) => folder.ReadOrCreateSecret("app-password", NewPassword);

    // Hexadecimal, so that it needs no quoting in SQL.
    private static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
