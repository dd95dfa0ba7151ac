using ChatFlow.Core.Channels;

namespace ChatFlow.Core.Inbox;

/// <summary>A line of the conversation list.</summary>
/// <param name="Holder">As of now: a person's time that has run out counts as the bot's.</param>
/// <param name="HolderName">The person who holds it; null also where it was taken on the phone.</param>
/// <param name="LastMessagePreview">See <see cref="Preview"/>.</param>
public sealed record ConversationRow(
    Guid Id,
    Guid ContactId,
    string? Name,
    string? Phone,
    ConversationStatus Status,
    ConversationHolder Holder,
    Guid? HolderUserId,
    string? HolderName,
    int UnreadCount,
    DateTimeOffset LastMessageAt,
    MessageDirection LastMessageDirection,
    string LastMessagePreview);
