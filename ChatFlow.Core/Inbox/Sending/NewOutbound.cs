using ChatFlow.Core.Channels;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>A message of ours that is about to be written as a pending row.</summary>
/// <param name="SentBy">The person who wrote it, if one did.</param>
public sealed record NewOutbound(
    Guid Id, Guid ContactId, MessageSender Sender, string Text, string? ImageUrl = null, OutboundTemplate? Template = null,
    string? ReplyTo = null, Guid? SentBy = null, OutboundInteractive? Interactive = null);
