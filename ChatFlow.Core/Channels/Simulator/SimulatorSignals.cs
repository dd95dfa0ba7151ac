using ChatFlow.Core.Live;

namespace ChatFlow.Core.Channels.Simulator;

/// <summary>The phone in the page sees that somebody writes; reading and reactions it sees with the messages themselves.</summary>
internal sealed class SimulatorSignals(LiveBus bus) : IChatSignals
{
    public ChannelType Type => ChannelType.Simulator;

    public Task TypingAsync(ChannelSettings settings, SignalTarget to, string? lastInboundId, CancellationToken ct)
    {
        bus.Publish(new LiveEvent(to.OrganizationId, LiveKind.Typing, to.ContactId));
        return Task.CompletedTask;
    }

    public Task ReadAsync(ChannelSettings settings, SignalTarget from, IReadOnlyList<string> providerMessageIds, CancellationToken ct) => Task.CompletedTask;

    public Task<SendOutcome> ReactAsync(ChannelSettings settings, SignalTarget to, OutboundReaction reaction, CancellationToken ct) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Accepted(reaction.ProviderMessageId));
}
