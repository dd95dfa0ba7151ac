using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Inbox;

public enum ConversationStatus
{
    Open,

    /// <summary>The bot has it.</summary>
    Pending,
    Snoozed,
    Resolved,
}

/// <summary>The one conversation with a contact, and who holds it.</summary>
public sealed class Conversation : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Guid ContactId { get; set; }
    public ConversationStatus Status { get; set; }
    public ConversationHolder Holder { get; set; } = ConversationHolder.Nobody;
    public Guid? HolderUserId { get; set; }

    /// <summary>When the bot takes the conversation back from a person.</summary>
    public DateTimeOffset? BotReturnsAt { get; set; }

    /// <summary>The bot's durable timer.</summary>
    public DateTimeOffset? BotDueAt { get; set; }
    public int BotLeaseToken { get; set; }
    public DateTimeOffset? BotLeaseUntil { get; set; }
    public int UnreadCount { get; set; }
    public DateTimeOffset LastMessageAt { get; set; }
    public Guid? LastMessageId { get; set; }
    public MessageDirection LastMessageDirection { get; set; }
    public string LastMessagePreview { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class ConversationMapping : IEntityTypeConfiguration<Conversation>
{
    public void Configure(EntityTypeBuilder<Conversation> builder) => builder.ToTable("conversations");
}
