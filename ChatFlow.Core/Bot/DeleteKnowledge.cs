using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Bot;

public sealed class DeleteKnowledge(TenantDb tenants, TimeProvider clock)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return Task.FromResult<Result<Done>>(new ForbiddenError());
        return tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, token) =>
        {
            if (await db.Set<KnowledgeEntry>().Where(k => k.Id == id).ExecuteDeleteAsync(token) == 0)
                return new KnowledgeUnknown();
            db.Add(AuditEntry.Of(actor, clock, "knowledge.deleted"));
            await db.SaveChangesAsync(token);
            db.Publish(LiveKind.SettingsChanged);
            return default(Done);
        }, ct);
    }
}
