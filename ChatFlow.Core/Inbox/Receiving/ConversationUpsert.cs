using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>
/// The conversations after a batch: last message, unread, holder. A reply opens what was resolved or snoozed; a message
/// typed on the phone makes a person the holder.
/// </summary>
internal static class ConversationUpsert
{
    public static async Task RunAsync(ChatFlowDb db, List<NewMessage> fresh, ChannelFacts facts, DateTimeOffset now, CancellationToken ct)
    {
        var news = fresh.GroupBy(m => m.ContactId).OrderBy(g => g.Key).Select(g =>
        {
            var last = g.MaxBy(m => m.At)!;
            return new
            {
                ContactId = g.Key,
                Id = Guid.CreateVersion7(now),
                Unread = g.Count(m => m.Direction == MessageDirection.Inbound),
                Last = last,
                Phone = g.Any(m => m.Direction == MessageDirection.Outbound),
            };
        }).ToList();
        await db.ExecuteAsync("""
            INSERT INTO conversations AS c (id, organization_id, contact_id, status, holder, bot_returns_at, unread_count, last_message_at,
                last_message_id, last_message_direction, last_message_preview, created_at)
            SELECT n.id, $1, n.contact_id, CASE WHEN $9 AND NOT n.phone THEN 'pending' ELSE 'open' END,
                CASE WHEN n.phone THEN 'person' WHEN $9 THEN 'bot' ELSE 'nobody' END, CASE WHEN n.phone THEN $11 END,
                CASE WHEN n.direction = 'inbound' THEN n.unread ELSE 0 END, n.at, n.message_id, n.direction, n.preview, $10
            FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::timestamptz[], $6::uuid[], $7::text[], $8::text[], $12::boolean[])
                AS n (id, contact_id, unread, at, message_id, direction, preview, phone)
            ON CONFLICT (organization_id, contact_id) DO UPDATE SET
                unread_count = CASE WHEN excluded.last_message_direction = 'outbound' THEN 0 ELSE c.unread_count + excluded.unread_count END,
                last_message_at = greatest(c.last_message_at, excluded.last_message_at),
                last_message_id = CASE WHEN excluded.last_message_at >= c.last_message_at THEN excluded.last_message_id ELSE c.last_message_id END,
                last_message_direction = CASE WHEN excluded.last_message_at >= c.last_message_at THEN excluded.last_message_direction ELSE c.last_message_direction END,
                last_message_preview = CASE WHEN excluded.last_message_at >= c.last_message_at THEN excluded.last_message_preview ELSE c.last_message_preview END,
                holder = CASE WHEN excluded.holder = 'person' THEN 'person'
                    WHEN c.holder = 'person' AND c.bot_returns_at <= $10 THEN excluded.holder
                    WHEN c.holder = 'nobody' AND c.status = 'resolved' THEN excluded.holder ELSE c.holder END,
                holder_user_id = CASE WHEN excluded.holder = 'person' OR (c.holder = 'person' AND c.bot_returns_at <= $10) THEN NULL ELSE c.holder_user_id END,
                bot_returns_at = CASE WHEN excluded.holder = 'person' THEN excluded.bot_returns_at
                    WHEN c.bot_returns_at <= $10 THEN NULL ELSE c.bot_returns_at END,
                bot_due_at = CASE WHEN excluded.holder = 'person' THEN NULL ELSE c.bot_due_at END,
                status = CASE WHEN excluded.holder = 'person' THEN 'open' WHEN c.status IN ('resolved', 'snoozed') THEN excluded.status ELSE c.status END
            """, ct, db.OrganizationId,
            news.ConvertAll(n => n.Id).ToArray(), news.ConvertAll(n => n.ContactId).ToArray(), news.ConvertAll(n => n.Unread).ToArray(),
            news.ConvertAll(n => n.Last.At).ToArray(), news.ConvertAll(n => n.Last.Id).ToArray(),
            news.ConvertAll(n => EnumText<MessageDirection>.Of(n.Last.Direction)).ToArray(),
            news.ConvertAll(n => Preview.Of(n.Last.Text, n.Last.Type)).ToArray(), facts.BotEnabled, now, now + facts.BotReturnsAfter,
            news.ConvertAll(n => n.Phone).ToArray());
        foreach (var one in news)
            db.Publish(LiveKind.ConversationChanged, one.ContactId);
    }
}
