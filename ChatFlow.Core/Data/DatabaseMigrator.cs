using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace ChatFlow.Core.Data;

/// <summary>
/// Brings a database to this version as its owner: roles, migrations, Hangfire's schema, grants. Safe to run again and
/// from several processes at once. The owner needs CREATEROLE where the roles do not exist yet.
/// </summary>
public static class DatabaseMigrator
{
    public const string GateRole = "chatflow_gate";
    public const string HangfireSchema = "hangfire";
    private const long MigrationLock = 0x43484154464c4f57;

    public static async Task RunAsync(string ownerConnection, string appConnection, CancellationToken ct)
    {
        var app = new NpgsqlConnectionStringBuilder(appConnection);
        await using var source = NpgsqlDataSource.Create(ownerConnection);
        await using var guard = await source.OpenConnectionAsync(ct);
        await ExecuteAsync(guard, $"SELECT pg_advisory_lock({MigrationLock})", ct);
        await EnsureRolesAsync(guard, app, ct);
        await ExecuteAsync(guard, $"GRANT {GateRole} TO CURRENT_USER", ct);
        try
        {
            await using (var db = new ChatFlowDb(new DbContextOptionsBuilder<ChatFlowDb>().UseNpgsql(source).Options))
                await db.Database.MigrateAsync(ct);
            await using (var hangfire = await source.OpenConnectionAsync(ct))
                PostgreSqlObjectsInstaller.Install(hangfire, HangfireSchema);
            // Still as a member: the gate's functions are its own, and only their owner may grant them.
            await GrantAsync(guard, Quote(app.Username!), ct);
        }
        finally
        {
            // As a member the owner would see through the gate's policies.
            await ExecuteAsync(guard, $"REVOKE {GateRole} FROM CURRENT_USER", CancellationToken.None);
        }
    }

    /// <summary>The migrations that the database lacks, asked as the application; empty when it is up to date.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(ChatFlowDb db, CancellationToken ct)
    {
        var known = db.GetService<Microsoft.EntityFrameworkCore.Migrations.IMigrationsAssembly>().Migrations.Keys;
        await db.Database.OpenConnectionAsync(ct);
        await using var exists = db.Connection.CreateCommand();
        exists.CommandText = "SELECT to_regclass('public.\"__EFMigrationsHistory\"') IS NOT NULL";
        if (await exists.ExecuteScalarAsync(ct) is not true)
            return [.. known];
        await using var applied = db.Connection.CreateCommand();
        applied.CommandText = "SELECT \"MigrationId\" FROM public.\"__EFMigrationsHistory\"";
        var rows = await Gate.ListAsync(applied, r => r.GetString(0), ct);
        return [.. known.Except(rows)];
    }

    private static async Task EnsureRolesAsync(NpgsqlConnection owner, NpgsqlConnectionStringBuilder app, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(app.Username))
            throw new InvalidOperationException("ConnectionStrings:App names no user.");
        await EnsureRoleAsync(owner, GateRole, "NOLOGIN NOINHERIT", ct);
        await EnsureRoleAsync(owner, app.Username, "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB", ct);
        if (!string.IsNullOrEmpty(app.Password))
        {
            await using var password = owner.CreateCommand();
            // ALTER ROLE takes no parameters: the server quotes the literal itself.
            password.CommandText = "SELECT format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text)";
            password.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app.Username });
            password.Parameters.Add(new NpgsqlParameter<string> { TypedValue = app.Password });
            await ExecuteAsync(owner, (string)(await password.ExecuteScalarAsync(ct))!, ct);
        }
    }

    private static async Task EnsureRoleAsync(NpgsqlConnection owner, string role, string options, CancellationToken ct)
    {
        await using var exists = owner.CreateCommand();
        exists.CommandText = "SELECT 1 FROM pg_roles WHERE rolname = $1";
        exists.Parameters.Add(new NpgsqlParameter<string> { TypedValue = role });
        if (await exists.ExecuteScalarAsync(ct) is not null)
            return;
        try
        {
            await ExecuteAsync(owner, $"CREATE ROLE {Quote(role)} {options}", ct);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Another database of the same server got there first: roles belong to the server.
        }
    }

    private static Task GrantAsync(NpgsqlConnection owner, string app, CancellationToken ct) => ExecuteAsync(owner, $"""
        GRANT USAGE ON SCHEMA public, gate, {HangfireSchema} TO {app};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app};
        REVOKE INSERT, UPDATE, DELETE ON public."__EFMigrationsHistory" FROM {app};
        GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA gate TO {app};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {HangfireSchema} TO {app};
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {HangfireSchema}, public TO {app};
        """, ct);

    private static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }
}
