using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <summary>
/// Links a phone through Evolution API: makes the instance where it is missing, registers our webhook on it, and asks for
/// the QR code. Whether the phone was linked is told by the gateway's webhook, or by <see cref="CheckConnection"/>.
/// </summary>
public sealed class PairEvolution(TenantDb tenants, SecretCipher cipher, ChannelSettingsReader reader, EvolutionInstance instance, TimeProvider clock)
{
    /// <param name="publicUrl">Where this installation is reached, ending in a slash.</param>
    public async Task<Result<EvolutionPairing>> RunAsync(Actor actor, Uri publicUrl, CancellationToken ct)
    {
        var read = await ReadAsync(actor, publicUrl, ct);
        if (!read.IsSuccess)
            return read.Error;
        var (settings, view) = read.Value;
        var created = await instance.CreateAsync(settings, ct);
        if (!created.IsSuccess)
            return created.Error;
        var registered = await instance.SetWebhookAsync(settings, view.WebhookUrl!, view.WebhookHeader!.Name, view.WebhookHeader.Value, ct);
        if (!registered.IsSuccess)
            return registered.Error;
        await tenants.RunAsync(actor.OrganizationId, async (db, token) =>
        {
            db.Add(AuditEntry.Of(actor, clock, "connection.pairing_started"));
            await db.SaveChangesAsync(token);
        }, ct);
        return await instance.ConnectAsync(settings, ct);
    }

    /// <summary>A fresh QR code for a pairing under way: each is good for less than a minute.</summary>
    public async Task<Result<EvolutionPairing>> RenewAsync(Actor actor, CancellationToken ct)
    {
        var read = await ReadAsync(actor, null, ct);
        return read.IsSuccess ? await instance.ConnectAsync(read.Value.Settings, ct) : read.Error;
    }

    /// <summary>Registers our webhook again, for an instance that was moved or set up by hand.</summary>
    public async Task<Result<Done>> SetWebhookAsync(Actor actor, Uri publicUrl, CancellationToken ct)
    {
        var read = await ReadAsync(actor, publicUrl, ct);
        if (!read.IsSuccess)
            return read.Error;
        var (settings, view) = read.Value;
        return await instance.SetWebhookAsync(settings, view.WebhookUrl!, view.WebhookHeader!.Name, view.WebhookHeader.Value, ct);
    }

    private async Task<Result<(EvolutionSettings Settings, ConnectionView View)>> ReadAsync(Actor actor, Uri? publicUrl, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return new ForbiddenError();
        var config = await tenants.RunAsync(actor.OrganizationId, (db, token) => db.Set<BotConfig>().AsNoTracking().SingleAsync(token), ct);
        return reader.Read(config) is EvolutionSettings settings
            ? (settings, ConnectionView.Of(config, cipher, publicUrl ?? s_unused, withWebhook: publicUrl is not null))
            : new ConnectionSettingsMissing("evolution");
    }

    private static readonly Uri s_unused = new("http://localhost/");
}
