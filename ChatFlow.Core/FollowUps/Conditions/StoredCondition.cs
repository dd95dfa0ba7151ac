using System.Text.Json;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>A condition as it lies in the database. One that cannot be read holds for nobody: silence is the safe mistake.</summary>
public sealed record StoredCondition(Condition? Root, bool IsReadable)
{
    public static StoredCondition None { get; } = new(null, true);

    public static StoredCondition Read(string json)
    {
        if (json == "{}")
            return None;
        using var document = JsonDocument.Parse(json);
        return Condition.Parse(document.RootElement, "conditions").Match(p => new StoredCondition(p.Root, true), _ => new StoredCondition(null, false));
    }

    public ConditionOutcome Evaluate(IConditionFacts facts) =>
        IsReadable ? ConditionEvaluator.Evaluate(Root, facts) : new ConditionOutcome(false, "unreadable");
}
