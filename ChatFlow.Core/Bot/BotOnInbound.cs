using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Receiving;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Bot;

/// <summary>Sets the bot's durable timer, in the transaction that stores the message: it looks once nothing more comes for a while.</summary>
public sealed class BotOnInbound(BotSignal signal) : IInboundReaction
{
    public async Task ReactAsync(ChatFlowDb db, InboundBatch batch, CancellationToken ct)
    {
        var contacts = batch.Inbound.Where(m => m.Type is not MessageType.System && batch.Now - m.At < BotTurn.TooOld)
            .Select(m => m.ContactId).Distinct().ToArray();
        if (contacts.Length == 0)
            return;
        var config = await db.Set<BotConfig>().AsNoTracking().Select(b => new { b.BotEnabled, b.DebounceSeconds }).SingleAsync(ct);
        if (!config.BotEnabled)
            return;
        await db.ExecuteAsync("""
            UPDATE conversations SET bot_due_at = $3
            WHERE organization_id = $1 AND contact_id = ANY ($2) AND (holder <> 'person' OR bot_returns_at <= $4)
            """, ct, db.OrganizationId, contacts, batch.Now.AddSeconds(config.DebounceSeconds), batch.Now);
        db.AfterCommit(signal.Wake);
    }
}
