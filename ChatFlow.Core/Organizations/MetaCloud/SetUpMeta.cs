using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>
/// What follows a saved connection to Meta: the account's webhooks are sent to the app, and the number and the templates
/// are read in the background. A failure stands on the page and changes nothing else.
/// </summary>
public sealed class SetUpMeta(MetaAccounts accounts, MetaManagement meta, RefreshSignal refresh, TimeProvider clock)
{
    public async Task<Result<Done>> RunAsync(Guid organizationId, CancellationToken ct)
    {
        if (await accounts.SettingsAsync(organizationId, ct) is not { } found)
            return new NotOnMeta();
        var subscribed = await meta.SubscribeAsync(found.Settings, ct);
        await accounts.RecordAsync(organizationId, found.Settings, account =>
        {
            account.SubscribedAt = subscribed.IsSuccess ? clock.GetUtcNow() : account.SubscribedAt;
            account.SubscribeError = subscribed.Error?.Code;
        }, ct);
        refresh.Ask(organizationId);
        return subscribed;
    }
}

public sealed record NotOnMeta() : ConflictError("meta.not_connected", "This organization is not connected through Meta.");
