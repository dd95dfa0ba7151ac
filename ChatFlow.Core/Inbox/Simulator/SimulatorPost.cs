using System.Security.Cryptography;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Simulator;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Webhooks;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Simulator;

/// <summary>
/// Posts what the phone in the page tells, on the road of a real provider and with its faults where they were chosen; only
/// where the simulator is the connection.
/// </summary>
public sealed class SimulatorPost(TenantDb tenants, WebhookStore store)
{
    internal async Task<Result<Done>> RunAsync(Actor actor, SimulatorEvent[] events, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return new ForbiddenError();
        if (await tenants.RunAsync(actor.OrganizationId, BehaviourAsync, ct) is not { } behaviour)
            return new NotOnSimulator();
        foreach (var body in Bodies(events, behaviour))
            await store.StoreAsync(new WebhookBody(actor.OrganizationId, ChannelType.Simulator, body, SHA256.HashData(body)), ct);
        return default(Done);
    }

    internal static async Task<bool> IsOnAsync(ChatFlowDb db, CancellationToken ct) => await BehaviourAsync(db, ct) is not null;

    /// <summary>Null where the simulator is not the connection.</summary>
    internal static async Task<SimulatorBehaviour?> BehaviourAsync(ChatFlowDb db, CancellationToken ct) =>
        await db.Set<BotConfig>().Where(b => b.ConnectionType == ChannelType.Simulator).Select(b => b.SimulatorBehaviour).SingleOrDefaultAsync(ct) is { } stored
            ? SimulatorBehaviour.Read(stored)
            : null;

    private static IEnumerable<byte[]> Bodies(SimulatorEvent[] events, SimulatorBehaviour behaviour)
    {
        // A phone without a connection tells nothing of what it was sent.
        if (behaviour.Offline)
            events = [.. events.Where(e => e is not SimulatorStatus)];
        var early = behaviour.OutOfOrder
            ? events.OfType<SimulatorStatus>().Where(s => s.Status == MessageStatus.Delivered)
                .Select(s => s with { Status = MessageStatus.Read, At = s.At.AddSeconds(1) }).ToArray<SimulatorEvent>()
            : [];
        foreach (var batch in new[] { early, events })
        {
            if (batch.Length == 0)
                continue;
            var body = SimulatorWebhook.Write(batch);
            yield return body;
            // The same again in other bytes, as a provider that is not sure whether we heard.
            if (behaviour.Duplicates)
                yield return [.. body, (byte)' '];
        }
    }
}
