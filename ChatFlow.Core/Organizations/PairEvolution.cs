using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <summary>
/// Links a phone through Evolution API: makes the instance where it is missing (and keeps the token that it answers with),
/// registers our webhook on it, and asks for the QR code. Whether the phone was linked is told by the gateway's webhook, or
/// by <see cref="CheckConnection"/>.
/// </summary>
public sealed class PairEvolution(
    TenantDb tenants, SecretCipher cipher, EvolutionAccess access, EvolutionInstance instance, KeepPairing keep, TimeProvider clock)
{
    /// <param name="publicUrl">Where this installation is reached, ending in a slash.</param>
    /// <param name="phone">Our own number, in any spelling with its country code: asks for a code to type on the phone as well.</param>
    public async Task<Result<EvolutionPairing>> RunAsync(Actor actor, Uri publicUrl, CancellationToken ct, string? phone = null)
    {
        var read = await access.ReadAsync(actor, ct);
        if (!read.IsSuccess)
            return read.Error;
        var (settings, config) = read.Value;
        var digits = Digits(phone);
        if (digits is { Length: < 8 or > 15 })
            return new PairingPhoneInvalid();
        var created = await instance.CreateAsync(settings, ct);
        if (!created.IsSuccess)
            return created.Error;
        if (created.Value.Token is { } token && token != settings.InstanceToken)
            settings = await KeepTokenAsync(actor, settings, token, ct);
        var registered = await RegisterAsync(settings, config, publicUrl, ct);
        if (!registered.IsSuccess)
            return registered.Error;
        await tenants.RunAsync(actor.OrganizationId, async (db, stop) =>
        {
            db.Add(AuditEntry.Of(actor, clock, "connection.pairing_started"));
            await db.SaveChangesAsync(stop);
        }, ct);
        // A pairing that has begun with a picture gives no code to type any more: begin again.
        if (digits is not null && config.ConnectionStatus == ConnectionStatus.Connecting)
            await instance.LogoutAsync(settings, ct);
        return await ConnectAsync(actor, settings, digits, ct);
    }

    /// <summary>A fresh QR code for a pairing under way: each is good for less than a minute.</summary>
    public async Task<Result<EvolutionPairing>> RenewAsync(Actor actor, CancellationToken ct)
    {
        var read = await access.ReadAsync(actor, ct);
        return read.IsSuccess ? await ConnectAsync(actor, read.Value.Settings, null, ct) : read.Error;
    }

    /// <summary>Registers our webhook again, for an instance that was moved or set up by hand.</summary>
    public async Task<Result<Done>> SetWebhookAsync(Actor actor, Uri publicUrl, CancellationToken ct)
    {
        var read = await access.ReadAsync(actor, ct);
        return read.IsSuccess ? await RegisterAsync(read.Value.Settings, read.Value.Config, publicUrl, ct) : read.Error;
    }

    private Task<Result<Done>> RegisterAsync(EvolutionSettings settings, BotConfig config, Uri publicUrl, CancellationToken ct)
    {
        var view = ConnectionView.Of(config, cipher, publicUrl, withWebhook: true);
        return instance.SetWebhookAsync(settings, view.WebhookUrl!, view.WebhookHeader!.Name, view.WebhookHeader.Value, ct);
    }

    private async Task<EvolutionPairing> ConnectAsync(Actor actor, EvolutionSettings settings, string? digits, CancellationToken ct)
    {
        var pairing = await instance.ConnectAsync(settings, ct, digits);
        if (pairing.QrDataUri is not null || pairing.PairingCode is not null)
            await keep.RunAsync(actor.OrganizationId, new PairingCodes(pairing.QrDataUri, pairing.PairingCode), ct);
        return pairing;
    }

    private Task<EvolutionSettings> KeepTokenAsync(Actor actor, EvolutionSettings settings, string token, CancellationToken ct) =>
        tenants.RunAsync(actor.OrganizationId, async (db, stop) =>
        {
            var config = await db.Set<BotConfig>().SingleAsync(stop);
            config.EvolutionInstanceToken = cipher.Encrypt(token, ChannelSettingsReader.Context("evolution_instance_token", actor.OrganizationId));
            await db.SaveChangesAsync(stop);
            return settings with { InstanceToken = token };
        }, ct);

    private static string? Digits(string? phone) =>
        string.IsNullOrWhiteSpace(phone) ? null : new string([.. phone.Where(char.IsAsciiDigit)]);
}
