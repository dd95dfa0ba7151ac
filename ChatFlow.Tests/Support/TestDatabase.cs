using ChatFlow.Core.Data;
using Npgsql;

namespace ChatFlow.Tests.Support;

/// <summary>
/// A migrated database of one test class: a copy of a template that a plain owner (no superuser, whom policies would not
/// bind) migrated once in the run.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string Owner = "chatflow_owner";
    private const string App = "chatflow_app";
    private const string Password = "test";

    private static readonly Lazy<Task<string>> s_template = new(CreateTemplateAsync);

    private readonly string _superuser;

    private TestDatabase(string superuser, string app)
    {
        _superuser = superuser;
        AppConnection = app;
    }

    /// <summary>What the application connects with: a role that owns nothing.</summary>
    public string AppConnection { get; }

    public static async Task<TestDatabase> CreateAsync(CancellationToken ct)
    {
        var superuser = await TestPostgres.CreateDatabaseAsync(await s_template.Value, ct);
        return new TestDatabase(superuser, As(superuser, App));
    }

    public async ValueTask DisposeAsync() => await TestPostgres.DropDatabaseAsync(_superuser);

    private static async Task<string> CreateTemplateAsync()
    {
        var superuser = await TestPostgres.CreateDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(superuser).Database!;
        await TestPostgres.ExecuteAsync(superuser, $"""
            CREATE ROLE {Owner} LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD '{Password}';
            ALTER DATABASE {name} OWNER TO {Owner};
            ALTER SCHEMA public OWNER TO {Owner};
            """);
        // A template may not be connected to, so nothing stays in a pool.
        await DatabaseMigrator.RunAsync(As(superuser, Owner) + ";Pooling=false", As(superuser, App), CancellationToken.None);
        return name;
    }

    private static string As(string connection, string user) =>
        new NpgsqlConnectionStringBuilder(connection) { Username = user, Password = Password }.ConnectionString;
}
