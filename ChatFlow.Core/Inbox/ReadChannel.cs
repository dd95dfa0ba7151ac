using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <param name="Country">ISO code of the organization, whose numbers people write without the country's.</param>
public sealed record ChannelView(ChannelType Type, ConnectionStatus Status, string? Country);

/// <summary>What the inbox says about its connection; nothing secret.</summary>
public sealed class ReadChannel(TenantDb tenants)
{
    public Task<ChannelView> RunAsync(Actor actor, CancellationToken ct) => tenants.RunAsync(actor.OrganizationId, async (db, token) =>
    {
        var country = await db.Set<Organization>().Where(o => o.Id == db.OrganizationId).Select(o => o.Country).SingleAsync(token);
        return await db.Set<BotConfig>().AsNoTracking().Select(b => new ChannelView(b.ConnectionType, b.ConnectionStatus, country)).SingleAsync(token);
    }, ct);
}
