using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ChatFlow.Core.Data.Migrations;

/// <summary>A migration that runs the embedded SQL file of its own name. Forward only.</summary>
public abstract class SqlMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var id = GetType().GetCustomAttribute<MigrationAttribute>()!.Id;
        using var stream = typeof(SqlMigration).Assembly.GetManifestResourceStream($"ChatFlow.Core.Data.Migrations.{id}.sql")
            ?? throw new InvalidOperationException($"The SQL of migration {id} is missing.");
        using var reader = new StreamReader(stream);
        migrationBuilder.Sql("SET LOCAL lock_timeout = '10s';");
        migrationBuilder.Sql(reader.ReadToEnd());
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("Migrations go forward only.");
}
