using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Simulator;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Simulator;

/// <summary>Chooses how the simulated provider and its phones behave, for everybody of the organization, until somebody chooses anew.</summary>
public sealed class SetSimulatorBehaviour(TenantDb tenants)
{
    public Task<Result<Done>> RunAsync(Actor actor, SimulatorBehaviour behaviour, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<Done>>(new ForbiddenError());
        if (behaviour.DelaySeconds is < 0 or > SimulatorBehaviour.LongestDelay || behaviour.Percent is < 0 or > 100)
            return Task.FromResult<Result<Done>>(new SimulatorBehaviourInvalid());
        return tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, token) =>
        {
            var changed = await db.Set<BotConfig>().Where(b => b.ConnectionType == ChannelType.Simulator)
                .ExecuteUpdateAsync(b => b.SetProperty(c => c.SimulatorBehaviour, behaviour.Write()), token);
            if (changed == 0)
                return new NotOnSimulator();
            db.Publish(LiveKind.ConnectionChanged);
            return default(Done);
        }, ct);
    }
}
