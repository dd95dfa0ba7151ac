using ChatFlow.Core.Channels;
using ChatFlow.Core.Organizations.Health;

namespace ChatFlow.Web.Components.Layout;

/// <summary>
/// What the header says about the organization's WhatsApp connection, one a circuit. Whoever learns of a change (the
/// live events) calls <see cref="Set"/>; nothing is shown while it is null.
/// </summary>
public sealed class ChannelState
{
    public ConnectionStatus? Status { get; private set; }

    /// <summary>Raised on the caller's thread; a component comes back through <c>InvokeAsync</c>.</summary>
    public event Action? Changed;

    /// <summary>What its traffic says of it while something is wrong; null while nothing is.</summary>
    public HealthState? Trouble { get; private set; }

    public void Set(ConnectionStatus? status, ConnectionHealthView? health = null)
    {
        var trouble = health is { IncidentSince: not null } ? health.State : (HealthState?)null;
        if (status == Status && trouble == Trouble)
            return;

        (Status, Trouble) = (status, trouble);
        Changed?.Invoke();
    }
}
