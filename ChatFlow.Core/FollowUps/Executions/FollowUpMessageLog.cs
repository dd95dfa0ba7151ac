using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>One step that was sent in one run; unique, so that no step is sent twice.</summary>
public sealed class FollowUpMessageLog : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Guid ExecutionId { get; set; }

    /// <summary>The step (<c>follow_up_messages</c>).</summary>
    public Guid MessageId { get; set; }
    public int StepNumber { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public string MessageSent { get; set; } = "";
    public MessageStatus DeliveryStatus { get; set; }
    public bool ContactResponded { get; set; }
    public DateTimeOffset? ResponseReceivedAt { get; set; }
    public string? ResponseText { get; set; }
    public string? WhatsappMessageId { get; set; }
    public string? ErrorMessage { get; set; }
    public Guid ContactId { get; set; }

    /// <summary>The message in the conversation.</summary>
    public Guid SentMessageId { get; set; }
    public string? ErrorCode { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class FollowUpMessageLogMapping : IEntityTypeConfiguration<FollowUpMessageLog>
{
    public void Configure(EntityTypeBuilder<FollowUpMessageLog> builder) => builder.ToTable("follow_up_message_logs");
}
