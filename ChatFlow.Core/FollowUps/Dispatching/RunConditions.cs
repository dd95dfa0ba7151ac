using System.Text.Json;
using ChatFlow.Core.FollowUps.Conditions;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Sequences;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>Whether the sequence's conditions and the next step's own hold for a run, now.</summary>
internal static class RunConditions
{
    private static readonly ConditionOutcome s_holds = new(true, null);

    public static (ConditionOutcome Sequence, ConditionOutcome Step) Of(
        FollowUpExecution run, FollowUpStep? step, LoadedSequence sequence, ContactFacts facts, ConditionBook book, DateTimeOffset now)
    {
        var own = step is null ? StoredCondition.None : sequence.ConditionOf(step);
        if (sequence.Entry == StoredCondition.None && own == StoredCondition.None)
            return (s_holds, s_holds);
        var context = Json(run.ConversationContext);
        var asked = new ConditionFacts(
            Instant.FromDateTimeOffset(now), facts.Zone, facts.Contact, book.Conversation(run.ContactId), book.Counts(run.ContactId),
            new ConditionRun(
                Instant.FromDateTimeOffset(run.StartedAt ?? now), run.CurrentStep, run.TotalMessagesSent, Json(run.TriggerData), context,
                context.ValueKind == JsonValueKind.Object && context.TryGetProperty(EntryValues.Member, out var entry) ? entry : default));
        return (sequence.Entry.Evaluate(asked), own.Evaluate(asked));
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
