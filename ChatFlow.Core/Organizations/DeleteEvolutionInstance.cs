using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Organizations;

/// <summary>Removes the instance from the gateway, with what it holds there. Conversations here stay.</summary>
public sealed class DeleteEvolutionInstance(EvolutionAccess access, EvolutionInstance instance, ChangeEvolution change)
{
    public async Task<Result<Done>> RunAsync(Actor actor, CancellationToken ct)
    {
        var read = await access.ReadAsync(actor, ct);
        if (!read.IsSuccess)
            return read.Error;
        var done = await instance.DeleteAsync(read.Value.Settings, ct);
        return done.IsSuccess ? await change.RunAsync(actor, ConnectionStatus.Disconnected, ConnectionReasons.InstanceRemoved, "connection.instance_deleted", ct) : done.Error;
    }
}
