namespace ChatFlow.Core.Channels;

/// <summary>
/// What a webhook says, in neutral words. Order, uniqueness and completeness are never promised (contracts/*.md).
/// <paramref name="At"/> is the provider's time of the event in UTC.
/// </summary>
public abstract record InboundEvent(DateTimeOffset At);

/// <summary>A message that the contact wrote.</summary>
/// <param name="Text">The words or the caption; empty for a message without words.</param>
/// <param name="Name">The name that the contact gave themselves, if sent along.</param>
/// <param name="ReplyToProviderId">The quoted message, only for a true quote.</param>
/// <param name="Details">What else the type needs (media id, coordinates, cards, buttons, ad referral) as JSON text, or null.</param>
public sealed record MessageReceived(
    string ProviderMessageId,
    ContactAddress From,
    string? Name,
    MessageType MessageType,
    string Text,
    DateTimeOffset At,
    string? ReplyToProviderId = null,
    string? Details = null) : InboundEvent(At);

/// <summary>A message that left our number: the echo of one of our sends, or typed on the phone.</summary>
/// <param name="ThroughApi">The provider says that a program sent it: a person at the phone did not.</param>
public sealed record MessageEchoed(
    string ProviderMessageId,
    ContactAddress To,
    MessageType MessageType,
    string Text,
    DateTimeOffset At,
    string? ReplyToProviderId = null,
    string? Details = null,
    bool ThroughApi = false) : InboundEvent(At);

/// <summary>A tick. Applied only upwards by rank.</summary>
/// <param name="CorrelationId">Our own id where the provider echoes it.</param>
public sealed record StatusChanged(
    string ProviderMessageId, MessageStatus Status, DateTimeOffset At, ChannelError? Error = null, string? CorrelationId = null)
    : InboundEvent(At);

public sealed record MessageEdited(string ProviderMessageId, string Text, DateTimeOffset At) : InboundEvent(At);

public sealed record MessageDeleted(string ProviderMessageId, DateTimeOffset At) : InboundEvent(At);

/// <param name="Emoji">Null when the reaction was taken back.</param>
public sealed record ReactionChanged(string TargetProviderId, string? Emoji, bool FromContact, DateTimeOffset At) : InboundEvent(At);

/// <summary>A name for somebody already known; never creates a contact.</summary>
public sealed record ContactNamed(ContactAddress Contact, string Name, DateTimeOffset At) : InboundEvent(At);

/// <summary>The same person under a new address (a changed number).</summary>
public sealed record IdentityMoved(ContactAddress From, ContactAddress To, DateTimeOffset At) : InboundEvent(At);

/// <param name="Phone">Our own number, when told.</param>
public sealed record ConnectionChanged(ConnectionStatus Status, string? Reason, string? Phone, DateTimeOffset At) : InboundEvent(At);

/// <summary>Meta's stop and resume of marketing, by the contact.</summary>
public sealed record MarketingPreferenceChanged(ContactAddress Contact, bool Stopped, DateTimeOffset At) : InboundEvent(At);

/// <summary>Something that needs nothing from us; kept so that every body has a named outcome.</summary>
public sealed record Ignored(string Reason, DateTimeOffset At) : InboundEvent(At);

/// <param name="Route">Meta's phone_number_id or WABA id, which decides the organization; null where the webhook key alone does.</param>
public sealed record RoutedEvent(string? Route, InboundEvent Event);

/// <summary>The outcome of reading one body: its events, or why it could not be read (kept and marked, answered 200).</summary>
public sealed record ParsedWebhook(IReadOnlyList<RoutedEvent> Events, string? Unreadable = null);
