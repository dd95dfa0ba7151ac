using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <summary>
/// Stores how WhatsApp is reached, whether or not the provider answers just now, then asks it. The webhook key and header
/// stay as they are: they are registered at the provider.
/// </summary>
public sealed class PutConnection(TenantDb tenants, SecretCipher cipher, OutboundGuard guard, CheckConnection check, MetaCloud.SetUpMeta setUp, TimeProvider clock)
{
    /// <param name="publicUrl">Where this installation is reached, ending in a slash.</param>
    public async Task<Result<ConnectionView>> RunAsync(Actor actor, PutConnectionRequest request, Uri publicUrl, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return new ForbiddenError();
        if (request.Check() is { } problem)
            return problem;
        string? url = null;
        if (request is { Type: ChannelType.EvolutionApi, Evolution.Url: { } typed })
        {
            var allowed = await guard.CheckUrlAsync(typed, "evolution.url", ct);
            if (!allowed.IsSuccess)
                return allowed.Error;
            url = allowed.Value.GetLeftPart(UriPartial.Path).TrimEnd('/');
        }

        var stored = await tenants.RunAsync(actor.OrganizationId, (db, token) => StoreAsync(db, actor, request, url, token), ct);
        if (!stored.IsSuccess)
            return stored.Error;
        var view = await check.RunAsync(actor, publicUrl, ct);
        if (view is { IsSuccess: true, Value: { Type: ChannelType.MetaApi, Status: ConnectionStatus.Connected } })
            await setUp.RunAsync(actor.OrganizationId, ct);
        return view;
    }

    private async Task<Result<Done>> StoreAsync(ChatFlowDb db, Actor actor, PutConnectionRequest request, string? url, CancellationToken ct)
    {
        var config = await db.Set<BotConfig>().SingleAsync(ct);
        var organization = await db.Set<Organization>().SingleAsync(o => o.Id == actor.OrganizationId, ct);
        config.ConnectionType = request.Type!.Value;
        if (Apply(config, organization, request, url) is { } missing)
            return missing;
        if (!await ClaimAsync(db, config, ct))
            return new ChannelTaken(config.ConnectionType == ChannelType.MetaApi ? "meta.phoneNumberId" : "evolution.instanceName");

        config.ConnectionStatus = ConnectionStatus.Connecting;
        config.ConnectionDetail = null;
        config.ConnectionPhone = null;
        // Whatever the provider tells from here on is news, by its own clock.
        config.ConnectionChangedAt = null;
        config.SendingPaused = false;
        organization.WhatsappConnected = false;
        organization.WhatsappPhone = null;
        db.Add(AuditEntry.Of(actor, clock, "connection.changed", EnumText<ChannelType>.Of(config.ConnectionType)));
        await db.SaveChangesAsync(ct);
        db.Publish(LiveKind.ConnectionChanged);
        return default(Done);
    }

    private ValidationError? Apply(BotConfig config, Organization organization, PutConnectionRequest request, string? url)
    {
        switch (config.ConnectionType)
        {
            case ChannelType.EvolutionApi:
                var evolution = request.Evolution!;
                config.EvolutionApiUrl = url;
                config.EvolutionInstanceName = evolution.InstanceName!.Trim();
                config.EvolutionApiKey = Encrypt(config, "evolution_api_key", evolution.ApiKey) ?? config.EvolutionApiKey;
                organization.WhatsappMethod = WhatsAppMethod.Qr;
                organization.WhatsappInstanceId = config.EvolutionInstanceName;
                return Required(config.EvolutionApiKey, "evolution.apiKey");
            case ChannelType.MetaApi:
                var meta = request.Meta!;
                config.MetaBusinessAccountId = meta.BusinessAccountId!.Trim();
                config.MetaPhoneNumberId = meta.PhoneNumberId!.Trim();
                config.MetaAccessToken = Encrypt(config, "meta_access_token", meta.AccessToken) ?? config.MetaAccessToken;
                config.MetaAppSecret = Encrypt(config, "meta_app_secret", meta.AppSecret) ?? config.MetaAppSecret;
                config.MetaVerifyToken = Encrypt(config, "meta_verify_token", meta.VerifyToken) ?? config.MetaVerifyToken;
                organization.WhatsappMethod = WhatsAppMethod.MetaApi;
                organization.WhatsappInstanceId = config.MetaPhoneNumberId;
                organization.MetaWabaId = config.MetaBusinessAccountId;
                organization.MetaAccessToken = cipher.EncryptOptional(
                    TextRules.Clean(meta.AccessToken), SecretContext.Of("organizations.meta_access_token", organization.Id)) ?? organization.MetaAccessToken;
                return Required(config.MetaAccessToken, "meta.accessToken")
                    ?? Required(config.MetaAppSecret, "meta.appSecret")
                    ?? Required(config.MetaVerifyToken, "meta.verifyToken");
            case ChannelType.Simulator:
                organization.WhatsappMethod = WhatsAppMethod.Simulator;
                organization.WhatsappInstanceId = null;
                return null;
            default:
                throw new InvalidOperationException("unknown channel");
        }
    }

    private string? Encrypt(BotConfig config, string column, string? secret) =>
        cipher.EncryptOptional(TextRules.Clean(secret), ChannelSettingsReader.Context(column, config.OrganizationId));

    private static ValidationError? Required(string? cipherText, string field) => TextRules.Require(cipherText, int.MaxValue, field);

    // A number or an instance belongs to one organization of the installation: its webhooks and sends must not mix.
    private static async Task<bool> ClaimAsync(ChatFlowDb db, BotConfig config, CancellationToken ct)
    {
        var (kind, identity) = config.ConnectionType switch
        {
            ChannelType.EvolutionApi => ("evolution", $"{config.EvolutionApiUrl!.ToLowerInvariant()}|{config.EvolutionInstanceName}"),
            ChannelType.MetaApi => ("meta", config.MetaPhoneNumberId),
            ChannelType.Simulator => ("simulator", null),
        };
        var held = await db.QueryAsync(
            "SELECT gate.claim_channel($1, $2::text, $3::text)", r => r.Get<bool>(0), ct, config.OrganizationId, kind, identity);
        return held[0];
    }
}
