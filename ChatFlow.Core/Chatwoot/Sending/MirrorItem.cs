using ChatFlow.Core.Ai;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Chatwoot.Api;
using ChatFlow.Core.Inbox;

namespace ChatFlow.Core.Chatwoot.Sending;

internal enum MirrorItemKind
{
    Message,
    Status,
    Edit,
    Delete,

    /// <summary>Our conversation has another state or holder.</summary>
    Conversation,

    /// <summary>Chatwoot says that its conversation changed: ask it how it stands.</summary>
    Pull,
}

/// <param name="Attempts">Above zero: a request may have left before, and its outcome was not recorded.</param>
internal sealed record MirrorItem(long Id, MirrorItemKind Kind, Guid? MessageId, int Attempts, DateTimeOffset CreatedAt);

/// <param name="Last">The last of the parts that one of Chatwoot's messages became.</param>
internal sealed record MirroredRow(long ChatwootId, int Part, MirrorOrigin Origin, MessageStatus? Told, bool Last);

internal enum MirrorOrigin
{
    /// <summary>A message of ours that we wrote there.</summary>
    Chatflow,

    /// <summary>The line that tells of an edit.</summary>
    Edit,

    /// <summary>An agent wrote it there.</summary>
    Chatwoot,
}

internal sealed record MirrorMessage(
    Guid Id, MessageDirection Direction, MessageType Type, MessageSender Sender, string Text, string? Template, string Details, string? ImageUrl,
    string? WhatsAppId, MessageStatus Status, string? Error, DateTimeOffset? EditedAt, bool Deleted, long? RepliesTo, List<MirroredRow> Rows)
{
    /// <summary>
    /// The same before and after the provider gives its id, so that a second look finds it; the prefix tells our own
    /// messages from an agent's even before the answer of the request (contracts/chatwoot.md section 4).
    /// </summary>
    public string SourceId => SourceIds.Prefix + (Sender is MessageSender.Contact or MessageSender.Phone && WhatsAppId is { } id ? id : Id.ToString("N"));

    public string EditSourceId => $"{SourceId}:edit:{EditedAt?.ToUnixTimeMilliseconds()}";
}

internal static class SourceIds
{
    public const string Prefix = "WAID:";
}

/// <summary>What is known of the contact's place in Chatwoot.</summary>
internal sealed record MirrorLink(long? ChatwootContactId, string? SourceId, long? ConversationId, ConversationStatus? Status, long? AssigneeId, int Failures);

/// <summary>Our side of the conversation.</summary>
internal sealed record ConversationNow(ConversationStatus Status, ConversationHolder Holder, string? HolderEmail);

/// <summary>Everything that one visit to a conversation needs, read in one transaction.</summary>
internal sealed record MirrorWork(
    Guid OrganizationId, Guid ContactId, int LeaseToken, int Version, ChatwootAccess Access, BotLanguage Language, ChatwootPerson Person, MirrorLink Link,
    ConversationNow? Conversation, IReadOnlyList<MirrorItem> Items, IReadOnlyDictionary<Guid, MirrorMessage> Messages, long LastCreated);
