using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Reconciliation;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>
/// The newest state that the provider told of its connection, by the provider's own clock: events overtake each other.
/// Logged out pauses sending; open resumes it.
/// </summary>
public sealed class ApplyConnection(RecordConnection record, ReconcileSignal signal)
{
    public async Task RunAsync(ChatFlowDb db, IReadOnlyList<ReceivedEvent> events, CancellationToken ct)
    {
        // Of two in the same instant the one that came later counts.
        var changes = events.Select(e => e.Event).OfType<ConnectionChanged>().OrderBy(c => c.At).ToList();
        if (changes.Count == 0)
            return;
        var config = await db.Set<BotConfig>().SingleAsync(ct);
        foreach (var change in changes.Where(c => config.ConnectionChangedAt is not { } last || last <= c.At).ToList())
            await record.ToldAsync(db, config, change, ct);
        if (config is { ConnectionType: ChannelType.EvolutionApi, ConnectionStatus: ConnectionStatus.Connected })
            db.AfterCommit(() => signal.Opened(db.OrganizationId));
    }
}
