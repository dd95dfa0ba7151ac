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

/// <summary>Posts what the phone in the page tells, on the road of a real provider; only where the simulator is the connection.</summary>
public sealed class SimulatorPost(TenantDb tenants, WebhookStore store)
{
    internal async Task<Result<Done>> RunAsync(Actor actor, SimulatorEvent[] events, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return new ForbiddenError();
        if (await tenants.RunAsync(actor.OrganizationId, IsOnAsync, ct) is false)
            return new NotOnSimulator();
        var body = SimulatorWebhook.Write(events);
        await store.StoreAsync(new WebhookBody(actor.OrganizationId, ChannelType.Simulator, body, SHA256.HashData(body)), ct);
        return default(Done);
    }

    internal static Task<bool> IsOnAsync(ChatFlowDb db, CancellationToken ct) =>
        db.Set<BotConfig>().AnyAsync(b => b.ConnectionType == ChannelType.Simulator, ct);
}
