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
/// <param name="Username">The public name that stands for a hidden number; changes, so it is shown and never identifies.</param>
public sealed record MessageReceived(
    string ProviderMessageId,
    ContactAddress From,
    string? Name,
    MessageType MessageType,
    string Text,
    DateTimeOffset At,
    string? ReplyToProviderId = null,
    string? Details = null,
    string? Username = null) : InboundEvent(At);

/// <summary>A message that left our number: the echo of one of our sends, or typed on the phone.</summary>
public sealed record MessageEchoed(
    string ProviderMessageId,
    ContactAddress To,
    MessageType MessageType,
    string Text,
    DateTimeOffset At,
    string? ReplyToProviderId = null,
    string? Details = null) : InboundEvent(At);

/// <summary>A tick. Applied only upwards by rank.</summary>
/// <param name="CorrelationId">Our own id where the provider echoes it.</param>
public sealed record StatusChanged(
    string ProviderMessageId, MessageStatus Status, DateTimeOffset At, ChannelError? Error = null, string? CorrelationId = null,
    MessagePricing? Pricing = null) : InboundEvent(At);

/// <summary>What the provider says that a message is charged as; the amount is ours to look up.</summary>
/// <param name="Category">Meta's word in lower case: marketing, utility, authentication, service …</param>
/// <param name="Type">Meta's word: regular, free_customer_service, free_entry_point.</param>
public sealed record MessagePricing(bool Billable, string Category, string? Type);

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

/// <summary>What happened to a template; members that are null did not change.</summary>
public sealed record TemplateChanged(
    string Name, string Language, DateTimeOffset At, string? ProviderId = null, TemplateStatus? Status = null,
    TemplateCategory? Category = null, string? Quality = null, string? Reason = null) : InboundEvent(At);

/// <summary>What the provider says about the account or the number; kept and shown.</summary>
/// <param name="Code">The provider's own word.</param>
/// <param name="Effect">What it does to us.</param>
/// <param name="Until">When the effect ends by itself, where the provider says so.</param>
/// <param name="Quality">The number's new rating, if told.</param>
/// <param name="Limit">The new messaging limit, if told.</param>
public sealed record ChannelNoticed(
    ChannelNoticeKind Kind, string Code, string? Detail, DateTimeOffset At, ChannelNoticeEffect Effect = ChannelNoticeEffect.None,
    DateTimeOffset? Until = null, string? Quality = null, string? Limit = null) : InboundEvent(At);

/// <summary>Something that needs nothing from us; kept so that every body has a named outcome.</summary>
public sealed record Ignored(string Reason, DateTimeOffset At) : InboundEvent(At);

/// <param name="Route">Meta's phone_number_id or WABA id, which decides the organization; null where the webhook key alone does.</param>
public sealed record RoutedEvent(string? Route, InboundEvent Event);

/// <summary>The outcome of reading one body: its events, or why it could not be read (kept and marked, answered 200).</summary>
public sealed record ParsedWebhook(IReadOnlyList<RoutedEvent> Events, string? Unreadable = null);
