using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>The values that "changed since entry" asks for, kept with the run when it starts.</summary>
internal static class EntryValues
{
    /// <summary>Where they stand in the run's <c>conversation_context</c>.</summary>
    public const string Member = "entry";

    /// <summary>The context that a run starts with: the empty object where nothing asks.</summary>
    public static string Of(IEnumerable<Condition?> conditions, IConditionFacts facts)
    {
        var paths = conditions.OfType<Condition>().SelectMany(c => c.Leaves())
            .Where(l => l.Op == ConditionOp.ChangedSinceEntry).Select(l => l.Path).Distinct().ToList();
        if (paths.Count == 0)
            return "{}";
        var values = new JsonObject();
        foreach (var path in paths)
            values[path.ToString()] = ConditionFacts.Snapshot(facts.Find(path, null));
        return JsonSerializer.Serialize(new JsonObject { [Member] = values });
    }
}
