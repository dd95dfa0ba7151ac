using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>What the builder must know of the organization: where it sends, and what its texts insert.</summary>
public sealed record BuilderFacts(ChannelType Channel, string BusinessName);

public sealed class ReadBuilderFacts(TenantDb tenants)
{
    public Task<BuilderFacts> RunAsync(Actor actor, CancellationToken ct) => tenants.RunAsync(actor.OrganizationId, async (db, token) =>
    {
        var facts = await FactsReader.OrganizationAsync(db, token);
        return new BuilderFacts(facts.Channel, facts.BusinessName);
    }, ct);
}
