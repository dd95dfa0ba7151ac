using System.Text.Json;

namespace ChatFlow.Tests.Plans;

/// <summary>What reading one big table cost inside a statement.</summary>
/// <param name="Rows">Rows that were looked at, those that a filter threw away included.</param>
public sealed record TableScan(string Kind, string Table, string? Index, double Rows);

/// <summary>How PostgreSQL ran one statement, as auto_explain tells it.</summary>
/// <param name="Buffers">Pages of 8 kB that were touched, in memory or not.</param>
public sealed record QueryPlan(string Sql, long Buffers, IReadOnlyList<TableScan> Scans)
{
    private const string Start = "plan:\n";

    // Those that grow with the business. The others hold a handful of rows of each organization, and the catalog is no business of ours.
    private static readonly HashSet<string> s_big =
    [
        "messages", "contacts", "contact_identities", "conversations", "contact_events", "webhook_inbox",
        "follow_up_executions", "follow_up_message_logs", "follow_up_decisions",
    ];

    public double Rows => Scans.Sum(s => s.Rows);

    /// <summary>Null for a notice that is no plan.</summary>
    public static QueryPlan? Read(string notice)
    {
        var at = notice.IndexOf(Start, StringComparison.Ordinal);
        if (at < 0)
            return null;
        using var document = JsonDocument.Parse(notice.AsMemory(at + Start.Length));
        var root = document.RootElement.GetProperty("Plan");
        return new QueryPlan(
            document.RootElement.GetProperty("Query Text").GetString()!,
            Number(root, "Shared Hit Blocks") + Number(root, "Shared Read Blocks"), [.. Walk(root)]);
    }

    public override string ToString() => $"""
        {Rows:0} rows, {Buffers} buffers: {string.Join(", ", Scans.Select(s => $"{s.Kind} {s.Table} {s.Index} {s.Rows:0}"))}
        {Sql}
        """;

    private static IEnumerable<TableScan> Walk(JsonElement node)
    {
        var kind = node.GetProperty("Node Type").GetString()!;
        var index = Text(node, "Index Name");
        // A bitmap names its table one node further up; what it gathers is work all the same.
        if (Text(node, "Relation Name") is { } table && kind is not "ModifyTable")
        {
            if (s_big.Contains(table))
                yield return new TableScan(kind, table, index, Looked(node));
        }
        else if (kind == "Bitmap Index Scan")
        {
            yield return new TableScan(kind, "", index, Looked(node));
        }

        if (!node.TryGetProperty("Plans", out var children))
            yield break;
        foreach (var scan in children.EnumerateArray().SelectMany(Walk))
            yield return scan;
    }

    private static double Looked(JsonElement node) =>
        (Real(node, "Actual Rows") + Real(node, "Rows Removed by Filter") + Real(node, "Rows Removed by Index Recheck")) * Real(node, "Actual Loops");

    private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double Real(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private static long Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
}
