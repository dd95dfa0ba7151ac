using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Chatwoot.Settings;

/// <summary>Where the mirror leads and how it stands.</summary>
public sealed class GetChatwoot(TenantDb tenants, MirrorSecrets secrets)
{
    /// <param name="publicUrl">Where this installation is reached, ending in a slash.</param>
    public Task<Result<ChatwootView>> RunAsync(Actor actor, Uri publicUrl, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return Task.FromResult<Result<ChatwootView>>(new ForbiddenError());
        return tenants.RunAsync<Result<ChatwootView>>(actor.OrganizationId, async (db, token) =>
        {
            var mirror = await db.Set<ChatwootMirror>().AsNoTracking().SingleOrDefaultAsync(token);
            var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(token);
            var (count, since) = (await db.QueryAsync(
                "SELECT count(*), min(created_at) FROM chatwoot_outbox WHERE organization_id = $1",
                r => (r.GetInt64(0), r.Get<DateTimeOffset?>(1)), token, db.OrganizationId))[0];
            return ChatwootView.Of(mirror, config, count, since, mirror is null ? null : Webhook(publicUrl, secrets.WebhookKey(mirror)));
        }, ct);
    }

    internal static string Webhook(Uri publicUrl, string key) => new Uri(publicUrl, $"webhooks/chatwoot/{key}").AbsoluteUri;
}
