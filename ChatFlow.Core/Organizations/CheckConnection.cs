using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <summary>Asks the provider whether the connection works and records what it says. The question is put outside any transaction.</summary>
public sealed class CheckConnection(
    TenantDb tenants, SecretCipher cipher, ChannelSettingsReader reader, IEnumerable<IChannel> channels, IEnumerable<IConnectionReaction> reactions,
    TimeProvider clock)
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <param name="publicUrl">Where this installation is reached, ending in a slash.</param>
    public async Task<Result<ConnectionView>> RunAsync(Actor actor, Uri publicUrl, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return new ForbiddenError();
        var seen = await tenants.RunAsync(
            actor.OrganizationId, (db, token) => db.Set<BotConfig>().AsNoTracking().SingleAsync(token), ct);
        var answer = reader.Read(seen) is { } settings ? await AskAsync(settings, ct) : new ConnectionCheck(ConnectionStatus.Disconnected, null, null);
        var view = await tenants.RunAsync<Result<ConnectionView>>(actor.OrganizationId, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().SingleAsync(token);
            // Changed meanwhile, by another save or by a webhook: what we heard is no longer about this.
            if (config.UpdatedAt == seen.UpdatedAt)
                await RecordAsync(db, config, answer, token);
            return ConnectionView.Of(config, cipher, publicUrl, withWebhook: true);
        }, ct);
        if (view is { IsSuccess: true, Value: { SendingPaused: false, Status: ConnectionStatus.Connected } })
        {
            foreach (var reaction in reactions)
                await reaction.MendedAsync(actor.OrganizationId, ct);
        }

        return view;
    }

    private async Task<ConnectionCheck> AskAsync(ChannelSettings settings, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await channels.Single(c => c.Type == settings.Type).CheckAsync(settings, both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ConnectionCheck(
                ConnectionStatus.Disconnected, null, new ChannelError("timeout", ChannelErrorClass.Retry, "The provider did not answer in time."));
        }
    }

    private static async Task RecordAsync(ChatFlowDb db, BotConfig config, ConnectionCheck answer, CancellationToken ct)
    {
        config.ConnectionStatus = answer.Status;
        config.ConnectionDetail = answer.Error?.Code;
        config.ConnectionPhone = answer.Phone ?? config.ConnectionPhone;
        // An unreachable provider may be back in a moment, so sends are tried; a refused key and a blocked account refuse all of them.
        config.SendingPaused = answer.Error is { Class: ChannelErrorClass.Authentication or ChannelErrorClass.Account };
        var organization = await db.Set<Organization>().SingleAsync(o => o.Id == config.OrganizationId, ct);
        organization.WhatsappConnected = answer.Status == ConnectionStatus.Connected;
        organization.WhatsappPhone = config.ConnectionPhone;
        await db.SaveChangesAsync(ct);
        db.Publish(LiveKind.ConnectionChanged);
    }
}

/// <summary>Acts when a connection has been asked and works: what waited for it goes on. May be told again and again.</summary>
public interface IConnectionReaction
{
    Task MendedAsync(Guid organizationId, CancellationToken ct);
}
