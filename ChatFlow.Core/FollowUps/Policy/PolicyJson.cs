using System.Text;
using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.FollowUps.Policy;

/// <summary>
/// A policy as a sequence stores it: a JSON object of the cells that differ from the strategy's preset, camelCase.
/// Unknown names are ignored, so that an older node can read what a newer one wrote.
/// </summary>
public static class PolicyJson
{
    /// <summary>The preset of <paramref name="strategy"/> with the cells of <paramref name="overrides"/> (null or empty: none).</summary>
    public static Result<FollowUpPolicy> Parse(FollowUpStrategy strategy, string? overrides)
    {
        if (string.IsNullOrWhiteSpace(overrides))
            return FollowUpPolicy.For(strategy);
        try
        {
            using var json = JsonDocument.Parse(overrides);
            return Parse(strategy, json.RootElement);
        }
        catch (JsonException)
        {
            return Invalid("policy", "The policy is not readable JSON.");
        }
    }

    public static Result<FollowUpPolicy> Parse(FollowUpStrategy strategy, JsonElement overrides)
    {
        var policy = FollowUpPolicy.For(strategy);
        if (overrides.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return policy;
        if (overrides.ValueKind is not JsonValueKind.Object)
            return Invalid("policy", "The policy must be an object.");
        foreach (var property in overrides.EnumerateObject())
        {
            var applied = Apply(policy, property);
            if (!applied.IsSuccess)
                return applied;
            policy = applied.Value;
        }

        return policy.Validate() is [var first, ..] ? first : policy;
    }

    /// <summary>The cells of <paramref name="policy"/> that differ from its strategy's preset; <c>{}</c> when none does.</summary>
    public static string Overrides(FollowUpPolicy policy)
    {
        var preset = FollowUpPolicy.For(policy.Strategy);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (!policy.DelayMultiplier.Equals(preset.DelayMultiplier))
                json.WriteNumber("delayMultiplier", policy.DelayMultiplier);
            foreach (var cell in PolicyRules.Cells.Where(c => c.Get(policy) != c.Get(preset)))
                json.WriteNumber(cell.Name, cell.Get(policy));
            if (policy.Window != preset.Window)
                SendWindowJson.Write(json, "window", policy.Window);
            if (policy.LiftLimits)
                json.WriteBoolean("liftLimits", true);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Result<FollowUpPolicy> Apply(FollowUpPolicy policy, JsonProperty property)
    {
        var value = property.Value;
        switch (property.Name)
        {
            case "delayMultiplier":
                return value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var multiplier)
                    ? policy with { DelayMultiplier = multiplier }
                    : Invalid(PolicyRules.Field(property.Name), "delayMultiplier must be a number.");
            case "liftLimits":
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? policy with { LiftLimits = value.GetBoolean() }
                    : Invalid(PolicyRules.Field(property.Name), "liftLimits must be true or false.");
            case "window":
                var window = SendWindowJson.Read(value, policy.Window, PolicyRules.Field("window"));
                return window.IsSuccess ? policy with { Window = window.Value } : window.Error;
            default:
                return PolicyRules.Cells.FirstOrDefault(c => c.Name == property.Name) is { } cell
                    ? Whole(policy, cell, value)
                    : policy;
        }
    }

    private static Result<FollowUpPolicy> Whole(FollowUpPolicy policy, PolicyCell cell, JsonElement value) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)
            ? cell.With(policy, number)
            : Invalid(PolicyRules.Field(cell.Name), $"{cell.Name} must be a whole number.");

    private static ValidationError Invalid(string field, string message) => new("policy_invalid", message, field);
}
