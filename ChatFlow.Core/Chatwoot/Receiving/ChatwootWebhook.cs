using System.Text.Json;
using ChatFlow.Core.Channels;

namespace ChatFlow.Core.Chatwoot.Receiving;

/// <summary>What a body of Chatwoot says, in neutral words.</summary>
internal abstract record ChatwootEvent;

/// <summary>A message that was created there, by whomever.</summary>
/// <param name="Type"><c>incoming</c>, <c>outgoing</c>, <c>activity</c> or <c>template</c>; null when it says something else.</param>
internal sealed record ChatwootMessageCreated(
    long Id, long? AccountId, long? InboxId, string? Channel, long ConversationId, string? Type, bool Private, string? SourceId, bool ExternalEcho, bool Deleted,
    ChatwootSender? Sender, string Text, IReadOnlyList<ChatwootAttachment> Attachments, ChatwootRecipient Recipient, long? RepliesTo) : ChatwootEvent;

/// <param name="Type"><c>user</c>, <c>contact</c>, <c>agent_bot</c> …</param>
internal sealed record ChatwootSender(long? Id, string? Type, string? Email);

/// <param name="FileType"><c>image</c>, <c>audio</c>, <c>video</c>, <c>file</c> …</param>
internal sealed record ChatwootAttachment(string FileType, string Url, long? Bytes);

/// <summary>Whom the conversation is with.</summary>
internal sealed record ChatwootRecipient(long? ContactId, string? SourceId, string? Identifier, string? Phone, string? Name);

/// <summary>Something about a conversation changed: how it stands is to be asked.</summary>
internal sealed record ChatwootConversationChanged(long? AccountId, long? InboxId, long ConversationId) : ChatwootEvent;

internal sealed record ChatwootIgnored(string Reason) : ChatwootEvent;

internal sealed record ChatwootUnreadable(string Reason) : ChatwootEvent;

/// <summary>Reads a webhook body (contracts/chatwoot.md section 4). Pure, and total: whatever the bytes, the outcome has a name.</summary>
internal static class ChatwootWebhook
{
    public static ChatwootEvent Parse(ReadOnlyMemory<byte> body)
    {
        using var document = WebhookJson.Open(body, out var unreadable);
        return document is null ? new ChatwootUnreadable(unreadable!) : Read(document.RootElement);
    }

    private static ChatwootEvent Read(JsonElement root) => root.Text("event") switch
    {
        "message_created" => Message(root),
        "conversation_status_changed" or "conversation_updated" or "conversation_opened" or "conversation_resolved" or "conversation_created" =>
            root.Long("id") is { } id
                ? new ChatwootConversationChanged(root.Get("account").Long("id"), root.Long("inbox_id") ?? root.Get("contact_inbox").Long("inbox_id"), id)
                : new ChatwootIgnored("A conversation without an id."),
        null => new ChatwootIgnored("No event."),
        // Updates of messages come back for each of our own changes, and never mean "send again".
        var other => new ChatwootIgnored(ProviderWords.Cut(other)),
    };

    private static ChatwootEvent Message(JsonElement root)
    {
        var conversation = root.Get("conversation");
        if (root.Long("id") is not { } id || conversation.Long("id") is not { } conversationId)
            return new ChatwootIgnored("A message without an id or a conversation.");
        var attributes = root.Get("content_attributes");
        var sender = root.Get("sender");
        var person = conversation.Get("meta").Get("sender");
        var link = conversation.Get("contact_inbox");
        return new ChatwootMessageCreated(
            id, root.Get("account").Long("id"), root.Get("inbox").Long("id") ?? conversation.Long("inbox_id"), conversation.Text("channel"), conversationId,
            Type(root.Get("message_type")), root.Flag("private") ?? false, root.Text("source_id"), attributes.Flag("external_echo") ?? false,
            attributes.Flag("deleted") ?? false, sender.Exists() ? new ChatwootSender(sender.Long("id"), sender.Text("type"), sender.Text("email")) : null,
            root.Text("content") ?? "", [.. root.Get("attachments").Items().Select(Attachment).OfType<ChatwootAttachment>()],
            new ChatwootRecipient(link.Long("contact_id") ?? person.Long("id"), link.Text("source_id"), person.Text("identifier"), person.Text("phone_number"), person.Text("name")),
            attributes.Long("in_reply_to"));
    }

    // Words in webhooks, numbers in the REST interface and in old forms.
    private static string? Type(JsonElement type) => type.AsText() switch
    {
        "0" => "incoming",
        "1" => "outgoing",
        "2" => "activity",
        "3" => "template",
        var word => word,
    };

    private static ChatwootAttachment? Attachment(JsonElement item) =>
        item.Text("data_url") is { } url ? new ChatwootAttachment(item.Text("file_type") ?? "file", url, item.Long("file_size")) : null;
}
