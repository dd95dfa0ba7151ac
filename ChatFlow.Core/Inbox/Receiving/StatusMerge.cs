using ChatFlow.Core.Channels;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>What all the statuses of one message in a batch come to, whatever their order.</summary>
public sealed record MergedStatus(
    string ProviderMessageId, MessageStatus Status, DateTimeOffset? SentAt, DateTimeOffset? DeliveredAt, DateTimeOffset? ReadAt,
    DateTimeOffset At, ChannelError? Error, Guid? CorrelationId);

/// <summary>
/// pending &lt; sent &lt; delivered &lt; read; failed overrules pending and sent only, and is itself overruled by delivered or
/// read (design section 5; contracts/meta-cloud.md section 6).
/// </summary>
public static class StatusMerge
{
    public static int Rank(MessageStatus status) => status switch
    {
        MessageStatus.Pending => 0,
        MessageStatus.Unknown => 0,
        MessageStatus.Sent => 1,
        MessageStatus.Failed => 2,
        MessageStatus.Delivered => 3,
        MessageStatus.Read => 4,
    };

    public static List<MergedStatus> Merge(IEnumerable<StatusChanged> statuses) =>
        [.. statuses.GroupBy(s => s.ProviderMessageId).Select(Merge).OrderBy(s => s.ProviderMessageId, StringComparer.Ordinal)];

    private static MergedStatus Merge(IGrouping<string, StatusChanged> all)
    {
        var top = all.MaxBy(s => Rank(s.Status))!;
        return new MergedStatus(
            all.Key, top.Status, First(all, MessageStatus.Sent), First(all, MessageStatus.Delivered), First(all, MessageStatus.Read),
            top.At, top.Status == MessageStatus.Failed ? top.Error : null,
            all.Select(s => Guid.TryParse(s.CorrelationId, out var id) ? id : (Guid?)null).FirstOrDefault(id => id is not null));
    }

    private static DateTimeOffset? First(IEnumerable<StatusChanged> all, MessageStatus status) =>
        all.Where(s => s.Status == status).Select(s => (DateTimeOffset?)s.At.ToUniversalTime()).Min();
}
