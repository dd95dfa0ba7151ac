using ChatFlow.Core.Data;
using ChatFlow.Tests.Support;
using ChatFlow.Tests.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace ChatFlow.Tests.Migrations;

/// <summary>The migrations are SQL and the mappings are C#: nothing but this test keeps them together.</summary>
public sealed class ModelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_mapped_column_exists_with_a_type_and_nullability_that_fit()
    {
        await using var database = await TestDatabase.CreateAsync(Stop);
        var catalog = await Catalog.ReadAsync(database, Stop);
        await using var db = new ChatFlowDb(new DbContextOptionsBuilder<ChatFlowDb>().UseNpgsql(database.AppConnection).Options);
        var problems = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null))
        {
            var table = entity.GetTableName()!;
            foreach (var property in entity.GetProperties())
            {
                var column = catalog.Columns[table].SingleOrDefault(c => c.Name == property.GetColumnName());
                if (Problem(property, column) is { } problem)
                    problems.Add($"{table}.{property.GetColumnName()}: {problem}");
            }
        }

        Assert.Empty(problems);
    }

    [Fact]
    public async Task Migrating_again_and_from_two_processes_at_once_changes_nothing()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Stop);
        await Task.WhenAll(
            DatabaseMigrator.RunAsync(database.Owner + ";Pooling=false", database.AppConnection, Stop),
            DatabaseMigrator.RunAsync(database.Owner + ";Pooling=false", database.AppConnection, Stop));
        await DatabaseMigrator.RunAsync(database.Owner + ";Pooling=false", database.AppConnection, Stop);
        await using var db = new ChatFlowDb(new DbContextOptionsBuilder<ChatFlowDb>().UseNpgsql(database.AppConnection + ";Pooling=false").Options);
        Assert.Empty(await DatabaseMigrator.MissingAsync(db, Stop));
    }

    [Fact]
    public async Task Every_statement_of_the_application_may_be_made_on_every_table()
    {
        await using var database = await TestDatabase.CreateAsync(Stop);
        Assert.Empty(await database.QueryAsync("""
            SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relname <> '__EFMigrationsHistory'
                AND c.relnamespace IN ('public'::regnamespace, 'hangfire'::regnamespace)
                AND NOT has_table_privilege('chatflow_app', c.oid, 'select, insert, update, delete')
            """, r => r.GetString(0), Stop));
    }

    private static string? Problem(IProperty property, Column? column)
    {
        if (column is null)
            return "there is no such column";
        var mapped = property.GetRelationalTypeMapping().StoreType;
        if (Family(mapped) != Family(column.Type))
            return $"{mapped} is not {column.Type}";
        // Null that the database refuses, unless the database itself fills it.
        if (property.IsNullable && !column.Nullable && property.ValueGenerated == ValueGenerated.Never)
            return "may be null in the model only";
        if (!property.IsNullable && column is { Nullable: true, HasDefault: false, Written: true })
            return "may be null in the database only";
        return null;
    }

    private static string Family(string type) => type.Split('(')[0] switch
    {
        "character varying" or "varchar" => "text",
        "timestamptz" => "timestamp with time zone",
        var other => other,
    };
}
