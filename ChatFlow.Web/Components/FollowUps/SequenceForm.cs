using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Policy;
using ChatFlow.Core.FollowUps.Sequences;
using NodaTime;

namespace ChatFlow.Web.Components.FollowUps;

/// <summary>A definition while it is edited. Cells of the policy that the page does not show stay as they are.</summary>
public sealed class SequenceForm
{
    private JsonObject _policy = [];

    public string? Name { get; set; }
    public string? Description { get; set; }
    public bool Enabled { get; set; }
    public TriggerForm Trigger { get; set; } = new();
    public FollowUpStrategy Strategy { get; set; } = FollowUpStrategy.Moderate;
    public bool LiftLimits { get; set; }
    public string? GoalEvent { get; set; }
    public int GoalDays { get; set; } = SequenceGoal.Default.WindowDays;
    public bool ExitOnReply { get; set; } = true;

    /// <summary>Written over the REST interface; the page shows what they ask and keeps them.</summary>
    public JsonElement? Conditions { get; set; }
    public List<StepForm> Steps { get; } = [];

    public static SequenceForm Of(SequenceView stored)
    {
        var policy = JsonObject.Create(stored.Policy) ?? [];
        var lifted = policy["liftLimits"]?.GetValue<bool>() ?? false;
        policy.Remove("liftLimits");
        var goal = SequenceGoal.Parse(stored.Goal).Match(g => g, _ => SequenceGoal.Default);
        var form = new SequenceForm
        {
            _policy = policy,
            Name = stored.Name,
            Description = stored.Description,
            Enabled = stored.Enabled,
            Trigger = TriggerForm.Of(stored.TriggerType, stored.TriggerConfig),
            Strategy = stored.Strategy,
            LiftLimits = lifted,
            GoalEvent = goal.Event,
            GoalDays = goal.WindowDays,
            ExitOnReply = stored.ExitOnReply,
            Conditions = stored.Conditions,
        };
        form.Steps.AddRange(stored.Steps.Select(StepForm.Of));
        return form;
    }

    public SequenceInput ToInput() => new(
        Name, Trigger.Type, [.. Steps.Select(s => s.ToInput())], Description, Enabled, Trigger.ToConfig(), Strategy,
        JsonSerializer.SerializeToElement(PolicyCells()), JsonSerializer.SerializeToElement(Goal()), ExitOnReply, Conditions);

    /// <summary>Two forms are the same when this is.</summary>
    public string Fingerprint() => JsonSerializer.Serialize(ToInput());

    /// <summary>The numbers that will apply on a channel.</summary>
    public FollowUpPolicy PolicyOn(bool simulator) =>
        PolicyJson.Parse(Strategy, JsonSerializer.SerializeToElement(PolicyCells())).Match(p => p, _ => FollowUpPolicy.For(Strategy)).On(simulator);

    /// <summary>How long after the start each step leaves at the earliest; hours and caps may make it later.</summary>
    public IReadOnlyList<Duration> Elapsed(bool simulator)
    {
        var policy = PolicyOn(simulator);
        var lifted = LiftLimits && simulator;
        var at = Trigger.Type is TriggerType.NoResponse ? Duration.FromMinutes(AfterMinutes) : Duration.FromMinutes(Trigger.IdleMinutes);
        var elapsed = new List<Duration>(Steps.Count);
        foreach (var step in Steps)
        {
            var wait = lifted ? step.Delay.Nominal : step.Delay.Nominal * policy.DelayMultiplier;
            var least = lifted ? Duration.Zero : elapsed.Count == 0 ? policy.DelayFloor : policy.MinGap;
            at += Duration.Max(wait, least);
            elapsed.Add(at);
        }

        return elapsed;
    }

    private int AfterMinutes => Trigger.ToConfig().GetProperty("afterMinutes").GetInt32();

    private JsonObject PolicyCells()
    {
        var cells = (JsonObject)_policy.DeepClone();
        if (LiftLimits)
            cells["liftLimits"] = true;
        return cells;
    }

    private JsonObject Goal()
    {
        var goal = new JsonObject { ["windowDays"] = GoalDays };
        if (!string.IsNullOrWhiteSpace(GoalEvent))
            goal["event"] = GoalEvent.Trim();
        return goal;
    }
}
