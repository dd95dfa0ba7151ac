using System.Text.Json.Nodes;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Channels.Evolution;

/// <param name="State">What the instance is now.</param>
/// <param name="QrDataUri">A picture to scan, good for some 45 seconds; never logged. Null while none is ready: ask again.</param>
/// <param name="PairingCode">The code to type on the phone, only for an instance created with a number.</param>
public sealed record EvolutionPairing(ConnectionStatus State, string? QrDataUri, string? PairingCode, ChannelError? Error);

/// <summary>The life of an instance on the gateway, as far as the connection page needs it.</summary>
public sealed class EvolutionInstance
{
    /// <summary>What we subscribe to: everything the parser turns into something, and no history.</summary>
    internal static readonly string[] Events =
    [
        "QRCODE_UPDATED", "CONNECTION_UPDATE", "MESSAGES_UPSERT", "MESSAGES_UPDATE", "MESSAGES_EDITED", "MESSAGES_DELETE",
        "SEND_MESSAGE", "SEND_MESSAGE_UPDATE", "CONTACTS_UPSERT", "CONTACTS_UPDATE", "LOGOUT_INSTANCE", "REMOVE_INSTANCE",
        "STATUS_INSTANCE",
    ];

    private readonly EvolutionApi _api;

    internal EvolutionInstance(EvolutionApi api) => _api = api;

    /// <summary>Creates the instance, or adopts one of that name. Creating needs the gateway's global key.</summary>
    public async Task<Result<Done>> CreateAsync(EvolutionSettings settings, CancellationToken ct)
    {
        var state = await _api.GetAsync(settings, $"/instance/connectionState/{EvolutionApi.Segment(settings)}", ct).ConfigureAwait(false);
        if (state is not ProviderReply.Answer { Status: 404 })
            return Outcome(state, settings);
        var reply = await _api.PostAsync(settings, "/instance/create", new JsonObject
        {
            ["instanceName"] = settings.InstanceName,
            ["integration"] = "WHATSAPP-BAILEYS",
            ["qrcode"] = false,
            ["groupsIgnore"] = true,
        }, ct).ConfigureAwait(false);
        // 403: somebody else was quicker, and the name is there; the next call shows whether our key opens it.
        return reply is ProviderReply.Answer { Status: 403 } taken && IsNameTaken(taken) ? new Done() : Outcome(reply, settings);
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
    public async Task<EvolutionPairing> ConnectAsync(EvolutionSettings settings, CancellationToken ct)
    {
        var reply = await _api.GetAsync(settings, $"/instance/connect/{EvolutionApi.Segment(settings)}", ct).ConfigureAwait(false);
        if (reply is not ProviderReply.Answer answer)
            return new(ConnectionStatus.Disconnected, null, null, Error(reply, settings));
        // This route may say 200 and mean a failure.
        if (!answer.IsSuccess || answer.Json.Flag("error") == true)
            return new(ConnectionStatus.Disconnected, null, null, EvolutionErrors.Read(answer, settings.ApiKey));
        if (EvolutionChannel.State(answer) is { } state)
            return new(state, null, null, null);
        var qr = answer.Json.Get("qrcode").Exists() ? answer.Json.Get("qrcode") : answer.Json;
        // It goes into an img element: nothing but a picture may pass.
        var picture = qr.Text("base64") is { } uri && uri.StartsWith("data:image/", StringComparison.Ordinal) ? uri : null;
        return new(ConnectionStatus.Connecting, picture, qr.Text("pairingCode"), null);
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
        ProviderReply.Answer { IsSuccess: true } => null,
        ProviderReply.Answer answer => EvolutionErrors.Read(answer, settings.ApiKey),
        _ => throw new InvalidOperationException(),
    };
}
