using ChatFlow.Core.Ai;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Bot;

public enum BotLogStatus
{
    Pending,
    Success,
    Failed,
    Skipped,
}

/// <summary>What the bot did with one message and how long it took; never what was said.</summary>
public sealed class BotMessageLog : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }

    /// <summary>The last inbound message of the turn.</summary>
    public string? MessageId { get; set; }
    public string? ConversationId { get; set; }
    public string? InboxId { get; set; }
    public MessageDirection Direction { get; set; } = MessageDirection.Inbound;
    public bool BotEnabled { get; set; }
    public bool BotProcessed { get; set; }
    public bool BotResponded { get; set; }

    /// <summary>How long the engine took, in milliseconds.</summary>
    public int? ProcessingTimeMs { get; set; }

    /// <summary>From the message's arrival to our answer, in milliseconds.</summary>
    public int? ResponseTimeMs { get; set; }
    public string? AiProvider { get; set; }
    public string? AiModel { get; set; }
    public AgentType? AgentType { get; set; }
    public BotLogStatus Status { get; set; }
    public string? ErrorMessage { get; set; }

    /// <summary>Why it was silent, handed over or failed.</summary>
    public string? ErrorCode { get; set; }
    public DateTimeOffset? ReceivedAt { get; set; }
    public DateTimeOffset? ProcessedAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset? CreatedAt { get; set; }
}

internal sealed class BotMessageLogMapping : IEntityTypeConfiguration<BotMessageLog>
{
    public void Configure(EntityTypeBuilder<BotMessageLog> builder) => builder.ToTable("bot_message_logs");
}
