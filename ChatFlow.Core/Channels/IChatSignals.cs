namespace ChatFlow.Core.Channels;

/// <summary>Whom a signal is for.</summary>
/// <param name="OrganizationId">With <paramref name="ContactId"/> only for the phone in the page, which has no address.</param>
public sealed record SignalTarget(Guid OrganizationId, Guid ContactId, ContactAddress Address);

/// <param name="ProviderMessageId">The message that it hangs on.</param>
/// <param name="OnOurs">Whether we wrote that message.</param>
/// <param name="Emoji">Null takes the reaction back.</param>
public sealed record OutboundReaction(string ProviderMessageId, bool OnOurs, string? Emoji);

/// <summary>
/// What a person would do beside writing: be seen typing, read, react. Typing and reading are courtesies: whoever calls
/// them waits for nothing and hears of no failure. A reaction may be sent twice without harm, so that every failure of it
/// may be tried again.
/// </summary>
public interface IChatSignals
{
    ChannelType Type { get; }

    /// <summary>Shows the contact for some seconds that an answer is being written.</summary>
    /// <param name="lastInboundId">The provider's id of the contact's last message, where one is known.</param>
    Task TypingAsync(ChannelSettings settings, SignalTarget to, string? lastInboundId, CancellationToken ct);

    /// <summary>Tells the contact that these messages of theirs were read; oldest first.</summary>
    Task ReadAsync(ChannelSettings settings, SignalTarget from, IReadOnlyList<string> providerMessageIds, CancellationToken ct);

    Task<SendOutcome> ReactAsync(ChannelSettings settings, SignalTarget to, OutboundReaction reaction, CancellationToken ct);
}
