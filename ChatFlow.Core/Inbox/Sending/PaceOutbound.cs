using ChatFlow.Core.Data;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>
/// Marks what must wait for its number's turn (gate.pace_sends): on Evolution API, what a program writes to somebody who
/// has not written to us within a day. Answers, a person's and the bot's messages are not held up.
/// </summary>
internal static class PaceOutbound
{
    private static readonly TimeSpan s_conversation = TimeSpan.FromHours(24);

    public static async Task RunAsync(ChatFlowDb db, IReadOnlyList<NewOutbound> messages, DateTimeOffset now, CancellationToken ct)
    {
        var cold = messages.Where(m => m.Sender is MessageSender.Api).Select(m => m.Id).ToArray();
        if (cold.Length == 0)
            return;
        var paced = await db.ExecuteAsync("""
            UPDATE messages m SET pace = CASE WHEN EXISTS (
                SELECT 1 FROM messages k WHERE k.organization_id = $1 AND k.contact_id = m.contact_id AND k.id <> m.id) THEN 'cold' ELSE 'first' END
            FROM bot_configs b
            WHERE m.organization_id = $1 AND m.id = ANY ($2) AND b.organization_id = $1 AND b.connection_type = 'evolution_api'
                AND NOT EXISTS (SELECT 1 FROM messages i WHERE i.organization_id = $1 AND i.contact_id = m.contact_id
                    AND i.direction = 'inbound' AND i.occurred_at > $3)
            """, ct, db.OrganizationId, cold, now - s_conversation);
        if (paced > 0)
            await db.ExecuteAsync("INSERT INTO channel_states (organization_id) VALUES ($1) ON CONFLICT DO NOTHING", ct, db.OrganizationId);
    }
}
