using System.Text.Json.Nodes;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Channels.Evolution;

/// <param name="State">What the instance is now.</param>
/// <param name="QrDataUri">A picture to scan, good for some 45 seconds; never logged. Null while none is ready: ask again.</param>
/// <param name="PairingCode">The code to type on the phone, only for an instance created with a number.</param>
public sealed record EvolutionPairing(ConnectionStatus State, string? QrDataUri, string? PairingCode, ChannelError? Error);

/// <param name="Token">The instance's own key, where the gateway told it.</param>
public sealed record EvolutionCreated(string? Token);

/// <summary>The life of an instance on the gateway, as far as the connection page needs it.</summary>
public sealed class EvolutionInstance
{
    /// <summary>What we subscribe to: everything the parser turns into something, and no history.</summary>
    internal static readonly string[] Events =
    [
        "QRCODE_UPDATED", "CONNECTION_UPDATE", "MESSAGES_UPSERT", "MESSAGES_UPDATE", "MESSAGES_EDITED", "MESSAGES_DELETE",
        "SEND_MESSAGE", "SEND_MESSAGE_UPDATE", "CONTACTS_UPSERT", "CONTACTS_UPDATE", "LOGOUT_INSTANCE", "REMOVE_INSTANCE",
        "STATUS_INSTANCE", "CALL",
    ];

    private readonly EvolutionApi _api;

    internal EvolutionInstance(EvolutionApi api) => _api = api;

    /// <summary>Creates the instance, or adopts one of that name. Creating needs the gateway's global key.</summary>
    public async Task<Result<EvolutionCreated>> CreateAsync(EvolutionSettings settings, CancellationToken ct)
    {
        var state = await _api.GetAsync(settings, $"/instance/connectionState/{EvolutionApi.Segment(settings)}", ct).ConfigureAwait(false);
        if (state is not ProviderReply.Answer { Status: 404 } missing || EvolutionErrors.Read(missing, settings.ApiKey).Code == EvolutionErrors.NotEvolution)
            return Outcome(state, settings) is { IsSuccess: false } refused ? refused.Error : new EvolutionCreated(settings.InstanceToken);
        var reply = await _api.PostAsync(settings with { InstanceToken = null }, "/instance/create", new JsonObject
        {
            ["instanceName"] = settings.InstanceName,
            ["integration"] = "WHATSAPP-BAILEYS",
            ["qrcode"] = false,
            ["groupsIgnore"] = true,
        }, ct).ConfigureAwait(false);
        // 403: somebody else was quicker, and the name is there; the next call shows whether our key opens it.
        if (reply is ProviderReply.Answer { Status: 403 } taken && IsNameTaken(taken))
            return new EvolutionCreated(null);
        return Outcome(reply, settings) is { IsSuccess: false } failed ? failed.Error : new EvolutionCreated(Token(reply));
    }

    /// <summary>Registers our webhook with our own secret header, by which we recognise the gateway.</summary>
    public async Task<Result<Done>> SetWebhookAsync(
        EvolutionSettings settings, string url, string headerName, string headerValue, CancellationToken ct)
    {
        // Nested, with a non-empty list: a flat body is ignored by 2.x and an empty list means every event.
        var body = new JsonObject
        {
            ["webhook"] = new JsonObject
            {
                ["enabled"] = true,
                ["url"] = url,
                ["headers"] = new JsonObject { [headerName] = headerValue },
                ["byEvents"] = false,
                ["base64"] = false,
                ["events"] = MessageDetails.Words(Events),
            },
        };
        var reply = await _api.PostAsync(settings, $"/webhook/set/{EvolutionApi.Segment(settings)}", body, ct).ConfigureAwait(false);
        return Outcome(reply, settings, headerValue);
    }

    /// <summary>Starts the pairing, or tells that there is nothing to pair.</summary>
    /// <param name="phone">Digits: asks for a code to type besides the picture. It comes only if the pairing starts with it.</param>
    public async Task<EvolutionPairing> ConnectAsync(EvolutionSettings settings, CancellationToken ct, string? phone = null)
    {
        var query = phone is null ? "" : "?number=" + Uri.EscapeDataString(phone);
        var reply = await _api.GetAsync(settings, $"/instance/connect/{EvolutionApi.Segment(settings)}{query}", ct).ConfigureAwait(false);
        if (reply is not ProviderReply.Answer answer)
            return new(ConnectionStatus.Disconnected, null, null, Error(reply, settings));
        // This route may say 200 and mean a failure.
        if (!answer.IsSuccess || answer.Json.Flag("error") == true || !answer.Json.Exists())
            return new(ConnectionStatus.Disconnected, null, null, EvolutionErrors.Read(answer, settings.ApiKey));
        if (EvolutionChannel.State(answer) is { } state)
            return new(state, null, null, null);
        var qr = answer.Json.Get("qrcode").Exists() ? answer.Json.Get("qrcode") : answer.Json;
        return new(ConnectionStatus.Connecting, PairingCodes.Picture(qr.Text("base64")), qr.Text("pairingCode"), null);
    }

    /// <summary>Who the connected number is; what the gateway does not tell stays unknown, connected it is all the same.</summary>
    public async Task<ConnectionCheck> DescribeAsync(EvolutionSettings settings, CancellationToken ct)
    {
        var query = Uri.EscapeDataString(settings.InstanceName);
        var reply = await _api.GetAsync(settings, $"/instance/fetchInstances?instanceName={query}", ct).ConfigureAwait(false);
        if (reply is not ProviderReply.Answer { IsSuccess: true } answer)
            return new(ConnectionStatus.Connected, null, null);
        // Some versions wrap each one, and a key of one instance may be shown several.
        var found = answer.Json.Items().Select(item => item.Get("instance").Exists() ? item.Get("instance") : item)
            .FirstOrDefault(item => (item.Text("name") ?? item.Text("instanceName")) == settings.InstanceName);
        var own = Jid.Parse(found.Text("ownerJid") ?? found.Text("owner"));
        return new(
            ConnectionStatus.Connected, own.Kind == JidKind.Phone ? "+" + own.User : null, null,
            found.Text("profileName"), found.Text("profilePicUrl") ?? found.Text("profilePictureUrl"));
    }

    /// <summary>Unlinks the phone. One that is unlinked already is unlinked: up to 2.3.7 that is a 400.</summary>
    public async Task<Result<Done>> LogoutAsync(EvolutionSettings settings, CancellationToken ct)
    {
        var reply = await _api.DeleteAsync(settings, $"/instance/logout/{EvolutionApi.Segment(settings)}", ct).ConfigureAwait(false);
        return reply is ProviderReply.Answer { Status: 400 } ? new Done() : Outcome(reply, settings);
    }

    /// <summary>Starts the instance anew without unlinking the phone (POST, whatever the vendor's description says).</summary>
    public async Task<Result<Done>> RestartAsync(EvolutionSettings settings, CancellationToken ct) =>
        Outcome(await _api.PostAsync(settings, $"/instance/restart/{EvolutionApi.Segment(settings)}", null, ct).ConfigureAwait(false), settings);

    /// <summary>Removes the instance from the gateway; one that is gone already is gone.</summary>
    public async Task<Result<Done>> DeleteAsync(EvolutionSettings settings, CancellationToken ct)
    {
        var reply = await _api.DeleteAsync(settings, $"/instance/delete/{EvolutionApi.Segment(settings)}", ct).ConfigureAwait(false);
        return reply is ProviderReply.Answer { Status: 404 } gone && EvolutionErrors.Read(gone, settings.ApiKey).Code != EvolutionErrors.NotEvolution
            ? new Done()
            : Outcome(reply, settings);
    }

    // A string in v2, an object with the key in v1.
    private static string? Token(ProviderReply reply)
    {
        var hash = ((ProviderReply.Answer)reply).Json.Get("hash");
        var token = hash.AsText() ?? hash.Text("apikey");
        return token is not null && token.Length <= 4096 && !token.AsSpan().ContainsAnyExceptInRange('!', '~') ? token : null;
    }

    private static bool IsNameTaken(ProviderReply.Answer answer) =>
        EvolutionErrors.Read(answer, "").Message.Contains("already in use", StringComparison.OrdinalIgnoreCase);

    private static Result<Done> Outcome(ProviderReply reply, EvolutionSettings settings, string? secret = null)
    {
        if (Error(reply, settings) is not { } error)
            return new Done();
        return new ProviderError(error.Code, ProviderWords.Cut(error.Message, secret));
    }

    private static ChannelError? Error(ProviderReply reply, EvolutionSettings settings) => reply switch
    {
        ProviderReply.Failure failure => failure.Error,
        // Restarting and connecting may say 200 and mean a failure.
        ProviderReply.Answer { IsSuccess: true } answer when answer.Json.Flag("error") != true => null,
        ProviderReply.Answer answer => EvolutionErrors.Read(answer, settings.ApiKey),
        _ => throw new InvalidOperationException(),
    };
}
