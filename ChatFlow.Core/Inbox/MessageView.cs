using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Inbox;

/// <summary>A message as the REST interface and the pages show it.</summary>
/// <param name="CreatedAt">When we got or wrote it.</param>
/// <param name="OccurredAt">Its place in the conversation: the provider's time for what arrived.</param>
/// <param name="SenderName">The person who wrote it, if one did.</param>
/// <param name="ReplyTo">The provider's id of the quoted message.</param>
/// <param name="Details">What the type needs beside its words (media, location, contacts …); null for most messages.</param>
public sealed record MessageView(
    Guid Id,
    Guid ContactId,
    MessageDirection Direction,
    string Text,
    MessageType Type,
    MessageStatus Status,
    string? WhatsappMessageId,
    MessageProblem? Error,
    DateTimeOffset? CreatedAt,
    DateTimeOffset OccurredAt,
    DateTimeOffset? SentAt,
    DateTimeOffset? DeliveredAt,
    DateTimeOffset? ReadAt,
    DateTimeOffset? EditedAt,
    DateTimeOffset? DeletedAt,
    IReadOnlyList<MessageReaction> Reactions,
    MessageSender Sender,
    string? SenderName,
    string? TemplateName,
    string? ImageUrl,
    string? ReplyTo,
    JsonElement? Details)
{
    /// <summary>The file that came or goes with it; null for a message that has none.</summary>
    public Media.MessageMedia? Media { get; init; }

    // Kept in the same object, but shown by members of their own or not at all.
    private static readonly string[] s_inner = ["reactions", "edits", "template"];

    internal static MessageView Of(Message m, string? senderName)
    {
        var metadata = JsonNode.Parse(m.Metadata) as JsonObject ?? [];
        var reactions = metadata["reactions"] is JsonObject by
            ? by.Where(r => r.Value is not null).Select(r => new MessageReaction(r.Key, r.Value!.ToString())).ToArray()
            : [];
        foreach (var name in s_inner)
            metadata.Remove(name);
        // Where the bytes are fetched from is nobody's business but ours.
        if (metadata["media"] is JsonObject file)
        {
            file.Remove("blob");
            file.Remove("url");
        }

        return new MessageView(
            m.Id, m.ContactId, m.Direction, m.MessageContent, m.MessageType, m.Status, m.WhatsappMessageId,
            m.ErrorCode is { } code ? new MessageProblem(code, m.ErrorMessage ?? code) : null,
            m.CreatedAt, m.OccurredAt, m.SentAt, m.DeliveredAt, m.ReadAt, m.EditedAt, m.DeletedAt, reactions, m.Sender, senderName,
            m.TemplateName, m.ImageUrl, m.ReplyTo, metadata.Count == 0 ? null : JsonSerializer.SerializeToElement(metadata));
    }

    internal Cursor Place => new(OccurredAt, Id);
}

/// <summary>Why a message failed, in the provider's code and words.</summary>
public sealed record MessageProblem(string Code, string Message);

/// <param name="From"><c>contact</c> or <c>us</c>.</param>
public sealed record MessageReaction(string From, string Emoji);
