using ChatFlow.Tests.Support;
using Npgsql;
using Xunit;

namespace ChatFlow.Tests.Tenancy;

/// <summary>Two organizations with a row in every table each, made from the catalog alone.</summary>
public sealed class TwoTenants : IAsyncLifetime
{
    public static readonly Guid A = Guid.Parse("aaaaaaaa-0000-4000-8000-000000000001");
    public static readonly Guid B = Guid.Parse("bbbbbbbb-0000-4000-8000-000000000002");

    public TestDatabase Database { get; private set; } = null!;

    public Catalog Catalog { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        Database = await TestDatabase.CreateAsync(ct);
        Catalog = await Catalog.ReadAsync(Database, ct);
        await Database.ExecuteAsync($"INSERT INTO organizations (id, name, slug) VALUES ('{A}', 'A', 'org-a'), ('{B}', 'B', 'org-b')", ct);
        foreach (var organization in new[] { A, B })
        {
            foreach (var table in Catalog.InOrder())
                await Database.ExecuteAsync(Insert(table, organization), ct);
        }
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    /// <summary>Runs statements as the application with that organization (or none), and rolls back.</summary>
    public async Task<T> AsAsync<T>(Guid? organization, Func<NpgsqlConnection, Task<T>> work, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(Database.AppConnection + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (organization is { } id)
        {
            await using var set = new NpgsqlCommand("SELECT set_config('app.current_organization_id', $1, true)", connection);
            set.Parameters.Add(new NpgsqlParameter { Value = id.ToString() });
            await set.ExecuteNonQueryAsync(ct);
        }

        return await work(connection);
    }

    /// <summary>What the statement did as that organization: rows affected, or the SQL state of its refusal.</summary>
    public Task<(int Rows, string? Refused)> TryAsync(Guid? organization, string sql, CancellationToken ct) => AsAsync(organization, async connection =>
    {
        await using var command = new NpgsqlCommand(sql, connection);
        try
        {
            return (await command.ExecuteNonQueryAsync(ct), (string?)null);
        }
        catch (PostgresException refused)
        {
            return (0, refused.SqlState);
        }
    }, ct);

    /// <summary>A new row of the table: ids of its parents in that organization (or of <paramref name="parents"/>), the rest made up.</summary>
    public string Insert(string table, Guid organization, Guid? parents = null, string? only = null)
    {
        var keys = Catalog.ForeignKeys.Where(k => k.Table == table && k.Columns.Length == 2).ToList();
        var columns = Catalog.Columns[table]
            .Where(c => c.Written && (!c.Nullable || keys.Any(k => k.Columns[1] == c.Name)) && (!c.HasDefault || c.Name == "organization_id")).ToList();
        var values = columns.Select(c => c.Name == "organization_id" ? $"'{organization}'"
            : keys.FirstOrDefault(k => k.Columns[1] == c.Name) is { } key
                ? $"(SELECT {key.TargetColumns[1]} FROM {key.Target} WHERE organization_id = '{(only is null || only == key.Name ? parents ?? organization : organization)}' LIMIT 1)"
                : Catalog.Literal(table, c));
        return $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Name))}) VALUES ({string.Join(", ", values)})";
    }
}
