namespace ChatFlow.Core.Channels.Evolution;

/// <summary>The events that tell how the instance stands with WhatsApp.</summary>
internal static class EvolutionConnection
{
    public static InboundEvent Updated(EvolutionEnvelope envelope)
    {
        var data = envelope.Data;
        var own = Jid.Parse(data.Text("wuid"));
        var phone = own.Kind == JidKind.Phone ? "+" + own.User : null;
        return data.Text("state")?.ToLowerInvariant() switch
        {
            "open" => new ConnectionChanged(ConnectionStatus.Connected, null, phone, envelope.At),
            "connecting" => new ConnectionChanged(ConnectionStatus.Connecting, null, phone, envelope.At),
            "close" or "closed" => new ConnectionChanged(ConnectionStatus.Disconnected, Reason(data.Long("statusReason")), phone, envelope.At),
            "refused" => new ConnectionChanged(ConnectionStatus.Disconnected, ConnectionReasons.PairingExpired, phone, envelope.At),
            _ => new Ignored("An unknown connection state.", envelope.At),
        };
    }

    public static InboundEvent Instance(EvolutionEnvelope envelope) => envelope.Data.Text("status")?.ToLowerInvariant() switch
    {
        "closed" or "close" => new ConnectionChanged(
            ConnectionStatus.Disconnected, Reason(envelope.Data.Long("disconnectionReasonCode")), null, envelope.At),
        "removed" => new ConnectionChanged(ConnectionStatus.Disconnected, ConnectionReasons.InstanceRemoved, null, envelope.At),
        "open" => new ConnectionChanged(ConnectionStatus.Connected, null, null, envelope.At),
        _ => new Ignored("An unknown instance status.", envelope.At),
    };

    /// <summary>At its limit the gateway sends no code but a message, and gives up.</summary>
    public static InboundEvent QrCode(EvolutionEnvelope envelope) => envelope.Data.Get("qrcode").Exists()
        ? new ConnectionChanged(ConnectionStatus.Connecting, ConnectionReasons.Pairing, null, envelope.At)
        : new ConnectionChanged(ConnectionStatus.Disconnected, ConnectionReasons.PairingExpired, null, envelope.At);

    private static string? Reason(long? code) => code switch
    {
        null => null,
        401 => ConnectionReasons.LoggedOut,
        402 or 403 => ConnectionReasons.Blocked,
        428 => ConnectionReasons.PairingExpired,
        _ => FormattableString.Invariant($"code_{code}"),
    };
}
