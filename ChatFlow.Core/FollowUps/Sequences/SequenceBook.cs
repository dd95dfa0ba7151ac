using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Conditions;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Planning;
using ChatFlow.Core.FollowUps.Policy;
using ChatFlow.Core.FollowUps.Templating;
using ChatFlow.Core.FollowUps.Timing;
using ChatFlow.Core.FollowUps.Triggers;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>A sequence as the engine works with it: its policy and trigger read, its steps in order.</summary>
public sealed record LoadedSequence(
    FollowUpSequence Row, IReadOnlyList<FollowUpStep> Steps, FollowUpPolicy Policy, TriggerConfig? Trigger)
{
    public IReadOnlyList<PlannerStep> PlannerSteps { get; } =
        [.. Steps.Select(s => new PlannerStep(s.StepOrder, new StepDelay(s.DelayAmount, s.DelayUnit)) { IsRetired = s.RetiredAt is not null })];

    /// <summary>Who may enter, and stay; null: everybody.</summary>
    public StoredCondition Entry { get; } = StoredCondition.Read(Row.Conditions);

    private readonly Dictionary<string, Result<MessageTemplate>> _templates = [];
    private readonly Dictionary<Guid, StoredCondition> _stepConditions = [];

    /// <summary>A text of this sequence, parsed once for all its runs. Not for several threads at once.</summary>
    public Result<MessageTemplate> Template(string text)
    {
        if (!_templates.TryGetValue(text, out var template))
            _templates[text] = template = MessageTemplate.Parse(text);
        return template;
    }

    /// <summary>What must hold for a step to be sent, parsed once for all runs. Not for several threads at once.</summary>
    public StoredCondition ConditionOf(FollowUpStep step)
    {
        if (!_stepConditions.TryGetValue(step.Id, out var condition))
            _stepConditions[step.Id] = condition = StoredCondition.Read(step.SendConditions);
        return condition;
    }

    /// <summary>Every condition of the sequence and its steps, for whoever reads what they ask for.</summary>
    public IEnumerable<Condition?> AllConditions => Steps.Select(s => ConditionOf(s).Root).Prepend(Entry.Root);

    public bool IsLive => Row is { Enabled: true, ArchivedAt: null };
}

/// <summary>Loads sequences with their steps, two statements whatever their number.</summary>
public static class SequenceBook
{
    public static async Task<IReadOnlyList<LoadedSequence>> LiveAsync(ChatFlowDb db, IReadOnlyCollection<TriggerType> types, CancellationToken ct) =>
        await LoadAsync(db, db.Set<FollowUpSequence>().Where(s => s.Enabled && s.ArchivedAt == null && types.Contains(s.TriggerType)), ct);

    public static async Task<IReadOnlyDictionary<Guid, LoadedSequence>> OfAsync(ChatFlowDb db, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        (await LoadAsync(db, db.Set<FollowUpSequence>().Where(s => ids.Contains(s.Id)), ct)).ToDictionary(s => s.Row.Id);

    private static async Task<IReadOnlyList<LoadedSequence>> LoadAsync(ChatFlowDb db, IQueryable<FollowUpSequence> query, CancellationToken ct)
    {
        var rows = await query.AsNoTracking().OrderBy(s => s.CreatedAt).ThenBy(s => s.Id).ToListAsync(ct);
        if (rows.Count == 0)
            return [];
        var ids = rows.ConvertAll(r => r.Id);
        var steps = (await db.Set<FollowUpStep>().AsNoTracking().Where(s => ids.Contains(s.SequenceId) && s.RetiredAt == null)
            .OrderBy(s => s.StepOrder).ToListAsync(ct)).ToLookup(s => s.SequenceId);
        return [.. rows.Select(r => new LoadedSequence(
            r, [.. steps[r.Id]], PolicyOf(r), TriggerConfig.Parse(r.TriggerType, r.TriggerConfig).Match<TriggerConfig?>(t => t, _ => null)))];
    }

    // What cannot be read falls back to the preset: stricter than any override could be wrong.
    private static FollowUpPolicy PolicyOf(FollowUpSequence row) =>
        PolicyJson.Parse(row.Strategy, row.Policy).Match(p => p, _ => FollowUpPolicy.For(row.Strategy));
}
