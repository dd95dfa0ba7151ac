using System.Security.Cryptography;
using System.Text;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.FollowUps.Triggers;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Events;

/// <summary>What an event starts and what it withdraws; the contact is locked.</summary>
public sealed class EventReactions(StopExecutions stop, EnrolContacts enrol)
{
    private const int LongestEntryKey = 255;

    private static readonly TriggerType[] s_types =
    [
        TriggerType.Variable, TriggerType.Action, TriggerType.AbandonedCart, TriggerType.QuoteSent, TriggerType.MeetingScheduled,
        TriggerType.FormIncomplete, TriggerType.Custom,
    ];

    /// <summary>Ends the open runs that <paramref name="happened"/> withdraws: the cart was emptied, the quote rejected.</summary>
    public async Task<IReadOnlyList<Guid>> CancelAsync(ChatFlowDb db, Guid contact, TriggerEvent happened, CancellationToken ct)
    {
        var open = await db.Set<FollowUpExecution>().AsNoTracking()
            .Where(e => e.ContactId == contact && (e.Status == ExecutionStatus.Active || e.Status == ExecutionStatus.Paused))
            .Select(e => new { e.Id, e.SequenceId, e.ScopeKey }).ToListAsync(ct);
        if (open.Count == 0)
            return [];
        var sequences = await SequenceBook.OfAsync(db, open.ConvertAll(e => e.SequenceId).Distinct().ToList(), ct);
        var over = open.FindAll(e => sequences[e.SequenceId].Trigger is EventTrigger trigger && trigger.Cancels(happened, e.ScopeKey.Length == 0 ? null : e.ScopeKey));
        if (over.Count == 0)
            return [];
        return await stop.EndAsync(
            db, [contact], ExitReason.TriggerCancelled, DecisionReason.TriggerCancelled, ct, $"e.id IN ({string.Join(',', over.Select(e => $"'{e.Id:D}'"))})");
    }

    /// <summary>Starts the sequences that wait for this event.</summary>
    public async Task<IReadOnlyList<Guid>> StartAsync(ChatFlowDb db, ContactEvent stored, TriggerEvent happened, CancellationToken ct)
    {
        var started = new List<Guid>();
        foreach (var sequence in await SequenceBook.LiveAsync(db, s_types, ct))
        {
            if (sequence.Trigger is not EventTrigger trigger || !trigger.Matches(happened))
                continue;
            var entry = new NewEntry(
                stored.ContactId, trigger.AnchorOf(happened).ToDateTimeOffset(), EntryKey(stored), ScopeKey: stored.Key ?? "", TriggerData: stored.Data);
            started.AddRange(await enrol.RunAsync(db, sequence, [entry], DecisionReason.TriggerMatched, ct));
        }

        return started;
    }

    // Keys are the business's own: "monday" may be two people's, so the contact belongs to it.
    private static string EntryKey(ContactEvent stored)
    {
        var key = stored.Key is null ? $"event:{stored.Id:N}" : $"event:{stored.Type}:{stored.ContactId:N}:{stored.Key}";
        return key.Length <= LongestEntryKey ? key : $"event:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";
    }
}
