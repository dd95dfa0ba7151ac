using ChatFlow.Core.Channels;

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

    public void Set(ConnectionStatus? status)
    {
        if (status == Status)
            return;

        Status = status;
        Changed?.Invoke();
    }
}
