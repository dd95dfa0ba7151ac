using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>An event on its way in, with the route that a provider's body named and the time that we got it.</summary>
public sealed record ReceivedEvent(string? Route, InboundEvent Event, DateTimeOffset ReceivedAt);

/// <summary>A message that was new to us.</summary>
/// <param name="At">The provider's time.</param>
public sealed record ArrivedMessage(Guid MessageId, Guid ContactId, MessageType Type, string Text, DateTimeOffset At, DateTimeOffset ReceivedAt);

/// <summary>A status that raised a message.</summary>
public sealed record RaisedStatus(Guid MessageId, Guid ContactId, MessageStatus Status, DateTimeOffset At, ChannelError? Error);

/// <summary>What a batch of webhooks came to, for whoever must act in the same transaction.</summary>
/// <param name="Inbound">New messages from contacts, in the order of arrival.</param>
/// <param name="FromPhone">New messages that somebody typed on the phone.</param>
/// <param name="ContactsCreated">Contacts that did not exist before.</param>
public sealed record InboundBatch(
    DateTimeOffset Now,
    IReadOnlyList<ArrivedMessage> Inbound,
    IReadOnlyList<ArrivedMessage> FromPhone,
    IReadOnlyList<RaisedStatus> Statuses,
    IReadOnlySet<Guid> ContactsCreated);

/// <summary>
/// Takes part in the transaction that receives messages: stops and enrols follow-ups, wakes the bot. The contacts of the
/// batch are locked, in the order of their ids.
/// </summary>
public interface IInboundReaction
{
    Task ReactAsync(ChatFlowDb db, InboundBatch batch, CancellationToken ct);
}
