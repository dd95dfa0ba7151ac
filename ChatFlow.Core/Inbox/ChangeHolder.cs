using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <summary>
/// What taking, releasing, resolving and reopening share: the contact locked first as everywhere, the bot's timer and
/// lease withdrawn so that an answer on its way finds out, and whoever reacts in the same transaction.
/// </summary>
public sealed class ChangeHolder(TenantDb tenants, IEnumerable<IHolderReaction> reactions)
{
    internal Task<Result<Done>> RunAsync(Actor actor, Guid contactId, Action<Conversation, BotConfig> change, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<Done>>(new ForbiddenError());
        return tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, token) =>
        {
            await db.ExecuteAsync("SELECT 1 FROM contacts WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE", token, db.OrganizationId, contactId);
            if (await db.Set<Conversation>().SingleOrDefaultAsync(c => c.ContactId == contactId, token) is not { } conversation)
                return new ConversationUnknown();
            var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(token);
            conversation.BotDueAt = null;
            conversation.BotLeaseUntil = null;
            conversation.BotLeaseToken++;
            change(conversation, config);
            await db.SaveChangesAsync(token);
            foreach (var reaction in reactions)
            {
                if (conversation.Holder == ConversationHolder.Person)
                    await reaction.TakenAsync(db, contactId, token);
                else
                    await reaction.ReleasedAsync(db, contactId, token);
            }

            db.Publish(LiveKind.ConversationChanged, contactId);
            return default(Done);
        }, ct);
    }
}
