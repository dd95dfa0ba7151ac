using System.Text.RegularExpressions;
using ChatFlow.Tests.Support;

namespace ChatFlow.Tests.Tenancy;

public sealed record Column(string Name, string Type, bool Nullable, bool HasDefault, bool Written);

public sealed record ForeignKey(string Table, string Name, string[] Columns, string Target, string[] TargetColumns);

public sealed record UniqueIndex(string Table, string Name, bool Primary, string[] Columns);

/// <summary>What PostgreSQL itself says of the tenant tables, so that a table added tomorrow is tested tomorrow.</summary>
public sealed partial class Catalog
{
    private readonly Dictionary<string, List<string[]>> _choices = [];

    private Catalog()
    {
    }

    /// <summary>Tables with an organization_id; organizations itself stands apart.</summary>
    public required IReadOnlyList<string> Tables { get; init; }

    public required ILookup<string, Column> Columns { get; init; }

    public required IReadOnlyList<ForeignKey> ForeignKeys { get; init; }

    public required IReadOnlyList<UniqueIndex> UniqueIndexes { get; init; }

    public static async Task<Catalog> ReadAsync(TestDatabase database, CancellationToken ct)
    {
        var columns = (await database.QueryAsync("""
            SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, a.atthasdef, a.attgenerated = '' AND a.attidentity = ''
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum
            """, r => (Table: r.GetString(0), Column: new Column(r.GetString(1), r.GetString(2), r.GetBoolean(3), r.GetBoolean(4), r.GetBoolean(5))), ct))
            .ToLookup(r => r.Table, r => r.Column);
        var keys = await database.QueryAsync("""
            SELECT t.relname, k.conname, u.relname,
                ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS n (num, i) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.num ORDER BY n.i),
                ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS n (num, i) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n.num ORDER BY n.i)
            FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class u ON u.oid = k.confrelid
            WHERE k.contype = 'f' AND t.relnamespace = 'public'::regnamespace
            """, r => new ForeignKey(r.GetString(0), r.GetString(1), r.GetFieldValue<string[]>(3), r.GetString(2), r.GetFieldValue<string[]>(4)), ct);
        var unique = await database.QueryAsync("""
            SELECT t.relname, i.relname, x.indisprimary,
                ARRAY(SELECT a.attname::text FROM unnest(x.indkey::int[]) AS n (num) JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = n.num)
            FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
            WHERE x.indisunique AND t.relnamespace = 'public'::regnamespace
            """, r => new UniqueIndex(r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetFieldValue<string[]>(3)), ct);
        var catalog = new Catalog
        {
            Tables = [.. columns.Where(t => t.Any(c => c.Name == "organization_id")).Select(t => t.Key).Order()],
            Columns = columns,
            ForeignKeys = keys,
            UniqueIndexes = unique,
        };
        foreach (var (table, definition) in await database.QueryAsync(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace",
            r => (r.GetString(0), r.GetString(1)), ct))
        {
            if (Choice().Match(definition) is { Success: true } match)
                catalog.Add(table, [match.Groups[1].Value, .. Literal().Matches(definition).Select(l => l.Groups[1].Value)]);
        }

        return catalog;
    }

    /// <summary>The parents come first.</summary>
    public IEnumerable<string> InOrder()
    {
        var done = new HashSet<string> { "organizations" };
        var left = Tables.ToList();
        while (left.Count > 0)
        {
            var next = left.First(t => ForeignKeys.Where(k => k.Table == t && k.Target != t).All(k => done.Contains(k.Target)));
            left.Remove(next);
            done.Add(next);
            yield return next;
        }
    }

    /// <summary>A literal of the column's type that its checks accept.</summary>
    public string Literal(string table, Column column)
    {
        if (_choices.GetValueOrDefault(table)?.FirstOrDefault(c => c[0] == column.Name) is { } choice)
            return $"'{choice[1]}'";
        return column.Type switch
        {
            "uuid" => "gen_random_uuid()",
            "bytea" => "decode(md5(random()::text), 'hex')",
            "jsonb" => "'{}'",
            "boolean" => "false",
            "integer" or "bigint" => "1",
            "text[]" => "'{}'",
            var t when t.StartsWith("timestamp", StringComparison.Ordinal) => "now()",
            var t when t.StartsWith("numeric", StringComparison.Ordinal) => "1",
            var t when Length().Match(t) is { Success: true } length && int.Parse(length.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) is var max and < 32 =>
                $"left(md5(random()::text), {max})",
            _ => "md5(random()::text)",
        };
    }

    private void Add(string table, string[] choice)
    {
        if (!_choices.TryGetValue(table, out var all))
            _choices[table] = all = [];
        all.Add(choice);
    }

    [GeneratedRegex(@"^CHECK \(\(+([a-z_]+)\)?(?:::text)? = ANY")]
    private static partial Regex Choice();

    [GeneratedRegex("'([^']+)'::")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^character varying\((\d+)\)$")]
    private static partial Regex Length();
}
