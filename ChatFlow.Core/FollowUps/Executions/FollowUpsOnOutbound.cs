using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.FollowUps.Triggers;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Sending;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>
/// A message of ours: a person's pauses the runs that were there before; an unanswered one starts "no response", and a
/// newer one takes over from the run of the older. Follow-ups never start follow-ups.
/// </summary>
public sealed class FollowUpsOnOutbound(StopExecutions stop, EnrolContacts enrol, TimeProvider clock) : IOutboundReaction
{
    public async Task WrittenAsync(ChatFlowDb db, MessageSender sender, IReadOnlyList<(Guid MessageId, Guid ContactId)> messages, CancellationToken ct)
    {
        var author = AuthorOf(sender);
        if (author is not (MessageAuthor.Agent or MessageAuthor.Bot))
            return;
        var contacts = messages.Select(m => m.ContactId).Distinct().ToArray();
        var armed = await ArmedAsync(db, author, messages, contacts, ct);
        foreach (var (sequence, entries) in armed)
        {
            await stop.EndAsync(db, [.. entries.Select(e => e.ContactId)], ExitReason.Superseded, DecisionReason.Superseded, ct,
                $"s.id = '{sequence.Row.Id:D}'");
        }

        if (author is MessageAuthor.Agent)
            await stop.PauseAsync(db, contacts, PauseReason.Human, DecisionReason.HumanTookOver, ct);
        foreach (var (sequence, entries) in armed)
            await enrol.RunAsync(db, sequence, entries, DecisionReason.TriggerMatched, ct);
    }

    // Which sequences the silence after these messages would start, and for whom.
    private async Task<List<(LoadedSequence Sequence, List<NewEntry> Entries)>> ArmedAsync(
        ChatFlowDb db, MessageAuthor author, IReadOnlyList<(Guid MessageId, Guid ContactId)> messages, Guid[] contacts, CancellationToken ct)
    {
        var sequences = await SequenceBook.LiveAsync(db, [TriggerType.NoResponse], ct);
        if (sequences.Count == 0)
            return [];
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var lastInbound = (await db.QueryAsync("""
            SELECT c.id, m.message_content FROM unnest($2::uuid[]) AS c (id)
            CROSS JOIN LATERAL (SELECT message_content FROM messages m WHERE m.organization_id = $1 AND m.contact_id = c.id AND m.direction = 'inbound'
                ORDER BY m.occurred_at DESC, m.id DESC LIMIT 1) m
            """, r => (Contact: r.GetGuid(0), Text: r.GetString(1)), ct, db.OrganizationId, contacts)).ToDictionary(m => m.Contact, m => m.Text);
        var armed = new List<(LoadedSequence, List<NewEntry>)>();
        foreach (var sequence in sequences)
        {
            if (sequence.Trigger is not NoResponseTrigger trigger)
                continue;
            var entries = messages.GroupBy(m => m.ContactId).Select(g => g.Last()).Select(m => (Message: m, Verdict: trigger.Judge(new QuietConversation
            {
                LastAuthor = author,
                LastMessageAt = now,
                HasPriorInbound = lastInbound.ContainsKey(m.ContactId),
                LastInboundText = lastInbound.GetValueOrDefault(m.ContactId),
            }))).Where(v => v.Verdict.Fires).Select(v => new NewEntry(
                v.Message.ContactId, v.Verdict.DueAt!.Value.ToDateTimeOffset(), $"message:{v.Message.MessageId:N}", AnchorMessageId: v.Message.MessageId)).ToList();
            if (entries.Count > 0)
                armed.Add((sequence, entries));
        }

        return armed;
    }

    private static MessageAuthor AuthorOf(MessageSender sender) => sender switch
    {
        MessageSender.Person or MessageSender.Phone => MessageAuthor.Agent,
        MessageSender.Bot => MessageAuthor.Bot,
        MessageSender.FollowUp => MessageAuthor.FollowUp,
        MessageSender.Contact => MessageAuthor.Contact,
        MessageSender.Api or MessageSender.System => MessageAuthor.Other,
    };
}
