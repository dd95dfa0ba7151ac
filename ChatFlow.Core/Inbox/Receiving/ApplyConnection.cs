using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>
/// The newest state that the provider told of its connection. Logged out pauses sending; open resumes it. The columns of
/// the organization follow.
/// </summary>
public sealed class ApplyConnection
{
    public async Task RunAsync(ChatFlowDb db, IReadOnlyList<ReceivedEvent> events, CancellationToken ct)
    {
        var newest = events.Select(e => e.Event).OfType<ConnectionChanged>().MaxBy(c => c.At);
        if (newest is null)
            return;
        var config = await db.Set<BotConfig>().SingleAsync(ct);
        if (config.ConnectionChangedAt is { } last && last > newest.At)
            return;
        var organization = await db.Set<Organization>().SingleAsync(o => o.Id == db.OrganizationId, ct);
        config.ConnectionStatus = newest.Status;
        config.ConnectionDetail = newest.Reason;
        config.ConnectionChangedAt = newest.At.ToUniversalTime();
        config.ConnectionPhone = newest.Phone ?? config.ConnectionPhone;
        config.SendingPaused = newest.Status == ConnectionStatus.Disconnected;
        organization.WhatsappConnected = newest.Status == ConnectionStatus.Connected;
        organization.WhatsappPhone = config.ConnectionPhone;
        await db.SaveChangesAsync(ct);
        db.Publish(LiveKind.ConnectionChanged);
    }
}
