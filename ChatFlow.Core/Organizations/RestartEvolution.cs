using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Organizations;

/// <summary>Starts the instance anew without unlinking the phone, for one that hangs.</summary>
public sealed class RestartEvolution(EvolutionAccess access, EvolutionInstance instance, ChangeEvolution change)
{
    public async Task<Result<Done>> RunAsync(Actor actor, CancellationToken ct)
    {
        var read = await access.ReadAsync(actor, ct);
        if (!read.IsSuccess)
            return read.Error;
        var done = await instance.RestartAsync(read.Value.Settings, ct);
        return done.IsSuccess ? await change.RunAsync(actor, ConnectionStatus.Connecting, null, "connection.restarted", ct) : done.Error;
    }
}
