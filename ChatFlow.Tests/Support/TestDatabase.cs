using ChatFlow.Core.Data;
using Npgsql;

namespace ChatFlow.Tests.Support;

/// <summary>
/// A database of its own with ChatFlow's schema: a copy of a template that a plain owner (no superuser, whom policies
/// would not bind) migrated once in the run.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string OwnerRole = "chatflow_owner";
    private const string AppRole = "chatflow_app";
    private const string Password = "only-for-tests";

    private static readonly Lazy<Task<string>> s_template = new(MigrateTemplateAsync);

    private TestDatabase(string superuser)
    {
        Superuser = superuser;
        Owner = As(superuser, OwnerRole);
        AppConnection = As(superuser, AppRole);
    }

    /// <summary>Sees every row: for arranging and asserting, never for what is tested.</summary>
    public string Superuser { get; }

    public string Owner { get; }

    /// <summary>What the application connects with: a role that owns nothing.</summary>
    public string AppConnection { get; }

    public static async Task<TestDatabase> CreateAsync(CancellationToken ct) => await OfAsync(await s_template.Value, ct);

    /// <summary>The same without a schema.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(CancellationToken ct)
    {
        // The roles belong to the server; the template's migration made them.
        await s_template.Value;
        return await OfAsync(null, ct);
    }

    /// <summary>Reads as the superuser; parameters are $1, $2 …</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(Superuser + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await Gate.ListAsync(command, read, ct);
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken ct, params object[] parameters) =>
        (await QueryAsync(sql, r => r.GetFieldValue<T>(0), ct, parameters)).Single();

    public Task ExecuteAsync(string sql, CancellationToken ct) => TestPostgres.ExecuteAsync(Superuser, sql, ct);

    public async ValueTask DisposeAsync() => await TestPostgres.DropDatabaseAsync(Superuser);

    private static async Task<TestDatabase> OfAsync(string? template, CancellationToken ct)
    {
        var superuser = await TestPostgres.CreateDatabaseAsync(template, ct);
        await TestPostgres.ExecuteAsync(superuser, $"ALTER DATABASE \"{NameOf(superuser)}\" OWNER TO {OwnerRole}", ct);
        return new TestDatabase(superuser);
    }

    private static async Task<string> MigrateTemplateAsync()
    {
        var superuser = await TestPostgres.CreateDatabaseAsync();
        await TestPostgres.ExecuteAsync(superuser, $"""
            CREATE ROLE {OwnerRole} LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD '{Password}';
            ALTER DATABASE "{NameOf(superuser)}" OWNER TO {OwnerRole}
            """);
        // Whoever is connected keeps a template from being copied, so nothing stays in a pool.
        await DatabaseMigrator.RunAsync(As(superuser, OwnerRole) + ";Pooling=false", As(superuser, AppRole), CancellationToken.None);
        return NameOf(superuser);
    }

    private static string As(string connection, string role) =>
        new NpgsqlConnectionStringBuilder(connection) { Username = role, Password = Password }.ConnectionString;

    private static string NameOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Database!;
}
