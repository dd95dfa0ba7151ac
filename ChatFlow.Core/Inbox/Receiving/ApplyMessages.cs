using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.Inbox.Receiving;

public sealed record ArrivedMessages(IReadOnlyList<ArrivedMessage> Inbound, IReadOnlyList<ArrivedMessage> FromPhone);

/// <summary>
/// Inserts the messages of a batch once each and brings the conversations up to date. A message that left our number is
/// an echo when we sent it; else it was typed on the phone and takes the conversation from the bot.
/// </summary>
public sealed class ApplyMessages(TimeProvider clock)
{
    public async Task<ArrivedMessages> RunAsync(
        ChatFlowDb db, IReadOnlyList<ReceivedEvent> events, MetContacts met, ChannelFacts facts, CancellationToken ct)
    {
        var rows = Rows(events, met);
        if (rows.Count == 0)
            return new ArrivedMessages([], []);
        await AdoptEchoesAsync(db, rows, ct);
        var fresh = await InsertAsync(db, rows, ct);
        if (fresh.Count == 0)
            return new ArrivedMessages([], []);
        await ConversationUpsert.RunAsync(db, fresh, facts, clock.GetUtcNow(), ct);
        foreach (var row in fresh)
            db.Publish(LiveKind.MessageAdded, row.ContactId, row.Id);
        return new ArrivedMessages(Of(fresh, MessageDirection.Inbound), Of(fresh, MessageDirection.Outbound));
    }

    private List<NewMessage> Rows(IReadOnlyList<ReceivedEvent> events, MetContacts met)
    {
        var now = clock.GetUtcNow();
        var rows = new List<NewMessage>(events.Count);
        foreach (var (_, e, receivedAt) in events)
        {
            NewMessage? row = e switch
            {
                MessageReceived m when met.Find(m.From) is { } contact => new NewMessage(
                    Ids.New(clock), contact, MessageDirection.Inbound, m.ProviderMessageId, m.MessageType, m.Text, m.ReplyToProviderId, m.Details, Earlier(m.At, now), receivedAt),
                MessageEchoed m when met.Find(m.To) is { } contact => new NewMessage(
                    Ids.New(clock), contact, MessageDirection.Outbound, m.ProviderMessageId, m.MessageType, m.Text, m.ReplyToProviderId, m.Details, Earlier(m.At, now), receivedAt),
                _ => null,
            };
            if (row is not null)
                rows.Add(row);
        }

        // the same body may have come twice in one batch
        return rows.DistinctBy(r => r.ProviderId).ToList();
    }

    // The echo of a send may overtake the answer to it: then the message in flight takes the provider's id.
    private static async Task AdoptEchoesAsync(ChatFlowDb db, List<NewMessage> rows, CancellationToken ct)
    {
        var echoes = rows.Where(r => r.Direction == MessageDirection.Outbound).ToList();
        if (echoes.Count == 0)
            return;
        await db.ExecuteAsync("""
            UPDATE messages m SET whatsapp_message_id = n.provider_id
            FROM (
                -- equal texts may be in flight together: the first echo is the first message's
                SELECT w.id, e.provider_id
                FROM (
                    SELECT u.*, row_number() OVER (PARTITION BY u.contact_id, u.content ORDER BY u.place) AS turn
                    FROM unnest($2::uuid[], $3::text[], $4::text[]) WITH ORDINALITY AS u (contact_id, provider_id, content, place)
                    WHERE NOT EXISTS (SELECT 1 FROM messages k WHERE k.organization_id = $1 AND k.whatsapp_message_id = u.provider_id)) e
                JOIN (
                    SELECT p.id, p.contact_id, p.message_content, row_number() OVER (PARTITION BY p.contact_id, p.message_content ORDER BY p.occurred_at, p.id) AS turn
                    FROM messages p
                    WHERE p.organization_id = $1 AND p.contact_id = ANY ($2) AND p.whatsapp_message_id IS NULL
                        AND p.direction = 'outbound' AND p.status IN ('pending', 'unknown') AND p.attempt > 0 AND p.occurred_at > $5) w
                    ON w.contact_id = e.contact_id AND w.message_content = e.content AND w.turn = e.turn) n
            WHERE m.organization_id = $1 AND m.id = n.id
            """, ct, db.OrganizationId, echoes.ConvertAll(e => e.ContactId).ToArray(), echoes.ConvertAll(e => e.ProviderId).ToArray(),
            echoes.ConvertAll(e => e.Text).ToArray(), echoes.Min(e => e.At).AddMinutes(-15));
        await db.ExecuteAsync("""
            UPDATE messages SET status = 'sent', sent_at = coalesce(sent_at, occurred_at), sending_since = NULL
            WHERE organization_id = $1 AND whatsapp_message_id = ANY ($2) AND direction = 'outbound' AND status IN ('unknown')
            """, ct, db.OrganizationId, echoes.ConvertAll(e => e.ProviderId).ToArray());
    }

    private async Task<List<NewMessage>> InsertAsync(ChatFlowDb db, List<NewMessage> rows, CancellationToken ct)
    {
        var inserted = (await db.QueryAsync("""
            INSERT INTO messages (id, organization_id, contact_id, direction, message_content, status, metadata, whatsapp_message_id,
                sent_at, delivered_at, created_at, message_type, sender, reply_to, occurred_at)
            SELECT n.id, $1, n.contact_id, n.direction, n.content, CASE n.direction WHEN 'inbound' THEN 'delivered' ELSE 'sent' END,
                coalesce(n.details, '{}')::jsonb, n.provider_id, n.at, CASE n.direction WHEN 'inbound' THEN n.at END, $11, n.type,
                CASE n.direction WHEN 'inbound' THEN 'contact' ELSE 'phone' END, n.reply_to, n.at
            FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[])
                AS n (id, contact_id, direction, content, type, provider_id, reply_to, details, at)
            ON CONFLICT (organization_id, whatsapp_message_id) DO NOTHING
            RETURNING id
            """, r => r.GetGuid(0), ct, db.OrganizationId,
            rows.ConvertAll(r => r.Id).ToArray(), rows.ConvertAll(r => r.ContactId).ToArray(),
            rows.ConvertAll(r => EnumText<MessageDirection>.Of(r.Direction)).ToArray(), rows.ConvertAll(r => r.Text).ToArray(),
            rows.ConvertAll(r => EnumText<MessageType>.Of(r.Type)).ToArray(), rows.ConvertAll(r => r.ProviderId).ToArray(),
            rows.ConvertAll(r => r.ReplyTo).ToArray(), rows.ConvertAll(r => r.Details).ToArray(), rows.ConvertAll(r => r.At).ToArray(),
            clock.GetUtcNow())).ToHashSet();
        return rows.FindAll(r => inserted.Contains(r.Id));
    }

    private static List<ArrivedMessage> Of(List<NewMessage> rows, MessageDirection direction) =>
        [.. rows.Where(r => r.Direction == direction).Select(r => new ArrivedMessage(r.Id, r.ContactId, r.Type, r.Text, r.At, r.ReceivedAt))];

    // A provider's clock may run ahead; nothing stands in the future of a conversation.
    private static DateTimeOffset Earlier(DateTimeOffset at, DateTimeOffset now) => at < now ? at.ToUniversalTime() : now;
}

internal sealed record NewMessage(
    Guid Id, Guid ContactId, MessageDirection Direction, string ProviderId, MessageType Type, string Text, string? ReplyTo, string? Details,
    DateTimeOffset At, DateTimeOffset ReceivedAt);
