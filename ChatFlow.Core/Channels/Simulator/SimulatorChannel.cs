namespace ChatFlow.Core.Channels.Simulator;

/// <summary>A phone in the page instead of a provider: it takes everything at once and posts the ticks itself.</summary>
internal sealed class SimulatorChannel : IChannel
{
    public ChannelType Type => ChannelType.Simulator;

    public Task<SendOutcome> SendAsync(ChannelSettings settings, OutboundMessage message, CancellationToken ct) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Accepted($"sim-{message.Id:N}"));

    public Task<ConnectionCheck> CheckAsync(ChannelSettings settings, CancellationToken ct) =>
        Task.FromResult(new ConnectionCheck(ConnectionStatus.Connected, null, null));
}
