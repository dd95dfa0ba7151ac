using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>
/// Writes messages of ours as pending rows, and their conversations, in the caller's transaction. With
/// <c>inFlight</c> the caller sends them itself right after its commit; else they wait for the <see cref="OutboundSender"/>.
/// A person's message takes the conversation.
/// </summary>
public sealed class WriteOutbound(TimeProvider clock, IEnumerable<IOutboundReaction> reactions)
{
    public async Task RunAsync(ChatFlowDb db, IReadOnlyList<NewOutbound> messages, TimeSpan botReturnsAfter, bool inFlight, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await InsertAsync(db, messages, now, inFlight, ct);
        await ConversationsAsync(db, messages, now, botReturnsAfter, ct);
        foreach (var message in messages)
        {
            db.Publish(LiveKind.MessageAdded, message.ContactId, message.Id);
            db.Publish(LiveKind.ConversationChanged, message.ContactId);
        }

        foreach (var group in messages.GroupBy(m => m.Sender))
        {
            foreach (var reaction in reactions)
                await reaction.WrittenAsync(db, group.Key, [.. group.Select(m => (m.Id, m.ContactId))], ct);
        }
    }

    private static Task InsertAsync(ChatFlowDb db, IReadOnlyList<NewOutbound> messages, DateTimeOffset now, bool inFlight, CancellationToken ct) => db.ExecuteAsync("""
        INSERT INTO messages (id, organization_id, contact_id, direction, message_content, status, is_auto_reply, template_name, metadata,
            sent_at, created_at, occurred_at, message_type, sender, sent_by, reply_to, image_url, dispatch_at, sending_since, attempt)
        SELECT n.id, $1, n.contact_id, 'outbound', n.content, 'pending', n.sender = 'bot', n.template, n.metadata::jsonb,
            NULL, $2, $2, n.type, n.sender, n.sent_by, n.reply_to, n.image_url,
            CASE WHEN $3 THEN NULL ELSE $2 END, CASE WHEN $3 THEN clock_timestamp() END, CASE WHEN $3 THEN 1 ELSE 0 END
        FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::uuid[], $12::text[], $13::text[])
            AS n (id, contact_id, content, template, metadata, type, sender, sent_by, reply_to, image_url)
        """, ct, db.OrganizationId, now, inFlight,
        messages.Select(m => m.Id).ToArray(), messages.Select(m => m.ContactId).ToArray(), messages.Select(m => m.Text).ToArray(),
        messages.Select(m => m.Template?.Name).ToArray(), messages.Select(OutboundMetadata.Write).ToArray(),
        messages.Select(m => EnumText<MessageType>.Of(TypeOf(m))).ToArray(), messages.Select(m => EnumText<MessageSender>.Of(m.Sender)).ToArray(),
        messages.Select(m => m.SentBy).ToArray(), messages.Select(m => m.ReplyTo).ToArray(), messages.Select(m => m.ImageUrl).ToArray());

    private static Task ConversationsAsync(ChatFlowDb db, IReadOnlyList<NewOutbound> messages, DateTimeOffset now, TimeSpan botReturnsAfter, CancellationToken ct)
    {
        var last = messages.GroupBy(m => m.ContactId).OrderBy(g => g.Key).Select(g => g.Last()).ToList();
        return db.ExecuteAsync("""
            INSERT INTO conversations AS c (id, organization_id, contact_id, status, holder, holder_user_id, bot_returns_at, last_message_at,
                last_message_id, last_message_direction, last_message_preview, created_at)
            SELECT n.conversation_id, $1, n.contact_id, 'open', CASE WHEN n.person THEN 'person' ELSE 'nobody' END, n.sent_by,
                CASE WHEN n.person THEN $3 END, $2, n.id, 'outbound', n.preview, $2
            FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::boolean[], $9::uuid[])
                AS n (conversation_id, contact_id, id, preview, person, sent_by)
            ON CONFLICT (organization_id, contact_id) DO UPDATE SET
                last_message_at = greatest(c.last_message_at, excluded.last_message_at),
                last_message_id = excluded.last_message_id, last_message_direction = 'outbound', last_message_preview = excluded.last_message_preview,
                unread_count = CASE WHEN excluded.holder = 'person' THEN 0 ELSE c.unread_count END,
                holder = CASE WHEN excluded.holder = 'person' THEN 'person' ELSE c.holder END,
                holder_user_id = CASE WHEN excluded.holder = 'person' THEN excluded.holder_user_id ELSE c.holder_user_id END,
                bot_returns_at = CASE WHEN excluded.holder = 'person' THEN excluded.bot_returns_at ELSE c.bot_returns_at END,
                bot_due_at = CASE WHEN excluded.holder = 'person' THEN NULL ELSE c.bot_due_at END,
                status = CASE WHEN excluded.holder = 'person' THEN 'open' ELSE c.status END
            """, ct, db.OrganizationId, now, now + botReturnsAfter,
            last.ConvertAll(m => Guid.CreateVersion7(now)).ToArray(), last.ConvertAll(m => m.ContactId).ToArray(), last.ConvertAll(m => m.Id).ToArray(),
            last.ConvertAll(m => Preview.Of(m.Text, TypeOf(m))).ToArray(), last.ConvertAll(m => m.Sender is MessageSender.Person).ToArray(),
            last.ConvertAll(m => m.SentBy).ToArray());
    }

    private static MessageType TypeOf(NewOutbound message) =>
        message.Template is not null ? MessageType.Template
        : message.Interactive is not null ? MessageType.Interactive
        : message.ImageUrl is not null ? MessageType.Image : MessageType.Text;
}
