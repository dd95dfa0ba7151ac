namespace ChatFlow.Core.Channels;

/// <summary>A person as providers know them. At least one member is set; a phone is never built from a LID.</summary>
/// <param name="Phone">E.164 with <c>+</c>.</param>
/// <param name="WhatsAppId">The digits or JID user as the provider wrote it: what to send to, where it differs from the phone.</param>
/// <param name="Lid">WhatsApp's hidden id, digits only (contracts/evolution.md section 6).</param>
/// <param name="Bsuid">Meta's business-scoped user id (contracts/meta-cloud.md section 12).</param>
public sealed record ContactAddress(string? Phone, string? WhatsAppId = null, string? Lid = null, string? Bsuid = null);

/// <param name="Id">Our id; sent along where the provider echoes it (Meta: <c>biz_opaque_callback_data</c>).</param>
/// <param name="Interactive">Buttons or a list under the text.</param>
public sealed record OutboundMessage(
    Guid Id, ContactAddress To, string Text, string? ImageUrl = null, OutboundTemplate? Template = null, string? ReplyToProviderId = null,
    OutboundInteractive? Interactive = null);

/// <summary>One provider. Clients know no entity; a failure is an outcome, not an exception.</summary>
public interface IChannel
{
    ChannelType Type { get; }

    Task<SendOutcome> SendAsync(ChannelSettings settings, OutboundMessage message, CancellationToken ct);

    /// <summary>Asks the provider whether the connection works; never throws for an unreachable provider.</summary>
    Task<ConnectionCheck> CheckAsync(ChannelSettings settings, CancellationToken ct);
}

public sealed record ConnectionCheck(ConnectionStatus Status, string? Phone, ChannelError? Error);
