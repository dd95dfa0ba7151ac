using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Inbox;

public enum MessageSender
{
    Contact,
    Person,
    Bot,
    FollowUp,

    /// <summary>Typed on the phone that the number lives on.</summary>
    Phone,
    Api,
    System,
}

/// <summary>One message, in or out. A row stands, pending, before any byte of a send leaves.</summary>
public sealed class Message : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Guid ContactId { get; set; }
    public MessageDirection Direction { get; set; }
    public string MessageContent { get; set; } = "";
    public MessageStatus Status { get; set; }
    public bool IsAutoReply { get; set; }
    public string? TemplateName { get; set; }
    public string? CampaignName { get; set; }

    /// <summary>A JSON object: what the type needs beside the text; <c>reactions</c>; the template's language and parameters.</summary>
    public string Metadata { get; set; } = "{}";
    public string? WhatsappMessageId { get; set; }
    public string? ErrorMessage { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    public DateTimeOffset? ReadAt { get; set; }
    public DateTimeOffset? CreatedAt { get; set; }
    public MessageType MessageType { get; set; } = MessageType.Text;
    public MessageSender Sender { get; set; }
    public Guid? SentBy { get; set; }

    /// <summary>The provider's id of the quoted message.</summary>
    public string? ReplyTo { get; set; }
    public string? ImageUrl { get; set; }
    public string? ErrorCode { get; set; }
    public DateTimeOffset? EditedAt { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>The place in the conversation.</summary>
    public DateTimeOffset OccurredAt { get; set; }

    /// <summary>Due for sending; null when nothing is to be sent.</summary>
    public DateTimeOffset? DispatchAt { get; set; }

    /// <summary>Bytes may have left since then (the database's clock).</summary>
    public DateTimeOffset? SendingSince { get; set; }
    public int Attempt { get; set; }
}

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("messages");
        builder.Property(m => m.Metadata).HasColumnType("jsonb");
    }
}
