using Xunit;

namespace ChatFlow.Tests.Plans;

internal static class PlanAssert
{
    /// <summary>No statement reads a big table from end to end, nor looks at more than this. Both are of one statement.</summary>
    /// <param name="rows">Rows looked at.</param>
    /// <param name="buffers">Pages touched.</param>
    public static void StayWithin(this IReadOnlyList<QueryPlan> plans, int rows, int buffers)
    {
        Assert.NotEmpty(plans);
        var beyond = plans.Where(p => p.Rows > rows || p.Buffers > buffers || p.Scans.Any(s => s.Kind == "Seq Scan"))
            .DistinctBy(p => p.Sql).ToList();
        Assert.True(beyond.Count == 0, $"More than {rows} rows or {buffers} buffers, or a whole table:\n{string.Join("\n\n", beyond)}");
    }
}
