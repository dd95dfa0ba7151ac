using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Chatwoot.Settings;

/// <summary>Somebody mended what was wrong there: everything that waits is tried at once. A mirror that switched itself off goes on.</summary>
public sealed class RetryChatwoot(TenantDb tenants, GetChatwoot get, ChatwootSignal signal, TimeProvider clock)
{
    /// <param name="publicUrl">Where this installation is reached, ending in a slash.</param>
    public async Task<Result<ChatwootView>> RunAsync(Actor actor, Uri publicUrl, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return new ForbiddenError();
        var done = await tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, token) =>
        {
            if (await db.Set<ChatwootMirror>().SingleOrDefaultAsync(token) is not { AccessToken: not null } mirror || (!mirror.Enabled && mirror.State != MirrorState.Gone))
                return new ChatwootNotSetUp();
            mirror.Enabled = true;
            PutChatwoot.Clear(mirror);
            db.Add(AuditEntry.Of(actor, clock, "chatwoot.retried"));
            await db.SaveChangesAsync(token);
            await PutChatwoot.WakeConversationsAsync(db, token);
            db.Publish(LiveKind.ConnectionChanged);
            db.AfterCommit(signal.Wake);
            return default(Done);
        }, ct);
        return done.IsSuccess ? await get.RunAsync(actor, publicUrl, ct) : done.Error;
    }
}
