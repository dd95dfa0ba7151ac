using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Organizations;

/// <summary>Unlinks the phone: the instance stays, its settings too, and a new QR code links it again.</summary>
public sealed class DisconnectEvolution(EvolutionAccess access, EvolutionInstance instance, ChangeEvolution change)
{
    public async Task<Result<Done>> RunAsync(Actor actor, CancellationToken ct)
    {
        var read = await access.ReadAsync(actor, ct);
        if (!read.IsSuccess)
            return read.Error;
        var done = await instance.LogoutAsync(read.Value.Settings, ct);
        return done.IsSuccess ? await change.RunAsync(actor, ConnectionStatus.Disconnected, ConnectionReasons.LoggedOut, "connection.disconnected", ct) : done.Error;
    }
}
