using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <summary>Asks the provider whether the connection works and records what it says. The question is put outside any transaction.</summary>
public sealed class CheckConnection(
    TenantDb tenants, SecretCipher cipher, AskConnection ask, RecordConnection record, IEnumerable<IConnectionReaction> reactions)
{
    /// <param name="publicUrl">Where this installation is reached, ending in a slash.</param>
    public async Task<Result<ConnectionView>> RunAsync(Actor actor, Uri publicUrl, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return new ForbiddenError();
        await AskAsync(actor.OrganizationId, describe: true, ct);
        var view = await tenants.RunAsync<Result<ConnectionView>>(actor.OrganizationId, async (db, token) =>
            ConnectionView.Of(await db.Set<BotConfig>().AsNoTracking().SingleAsync(token), cipher, publicUrl, withWebhook: true), ct);
        if (view is { IsSuccess: true, Value: { SendingPaused: false, Status: ConnectionStatus.Connected } })
        {
            foreach (var reaction in reactions)
                await reaction.MendedAsync(actor.OrganizationId, ct);
        }

        return view;
    }

    /// <summary>The same for ChatFlow itself, every minute. True when it stands open.</summary>
    public async Task<bool> AskAsync(Guid organizationId, bool describe, CancellationToken ct)
    {
        var seen = await tenants.RunAsync(organizationId, (db, token) => db.Set<BotConfig>().AsNoTracking().SingleAsync(token), ct);
        var answer = await ask.RunAsync(seen, describe, ct);
        return await tenants.RunAsync(organizationId, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().SingleAsync(token);
            // Changed meanwhile, by another save or by a webhook: what we heard is no longer about this.
            if (config.UpdatedAt == seen.UpdatedAt)
                await record.AnsweredAsync(db, config, answer, token);
            return config.ConnectionStatus == ConnectionStatus.Connected;
        }, ct);
    }
}

/// <summary>Acts when a connection has been asked and works: what waited for it goes on. May be told again and again.</summary>
public interface IConnectionReaction
{
    Task MendedAsync(Guid organizationId, CancellationToken ct);
}
