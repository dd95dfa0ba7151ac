using ChatFlow.Core.Common;

namespace ChatFlow.Core.Channels.Simulator;

/// <summary>A phone in the page instead of a provider: it takes what it is sent as it was told to, and posts the ticks itself.</summary>
internal sealed class SimulatorChannel(TimeProvider clock) : IChannel
{
    /// <summary>The code of an outcome that is unknown because the simulator was told to lose the answer.</summary>
    public const string LostAnswer = "simulated_lost_answer";

    public ChannelType Type => ChannelType.Simulator;

    public Task<SendOutcome> SendAsync(ChannelSettings settings, OutboundMessage message, CancellationToken ct) =>
        settings is SimulatorSettings { Behaviour: { IsPlain: false } behaviour }
            ? SendAsync(behaviour, message, ct)
            : Task.FromResult<SendOutcome>(Accepted(message));

    public Task<ConnectionCheck> CheckAsync(ChannelSettings settings, CancellationToken ct) =>
        Task.FromResult(new ConnectionCheck(ConnectionStatus.Connected, null, null));

    public static string ProviderId(Guid messageId) => $"sim-{messageId:N}";

    private async Task<SendOutcome> SendAsync(SimulatorBehaviour behaviour, OutboundMessage message, CancellationToken ct)
    {
        if (behaviour.DelaySeconds > 0)
            await Task.Delay(TimeSpan.FromSeconds(behaviour.DelaySeconds), clock, ct).ConfigureAwait(false);
        if (!behaviour.Meets(message.Id))
            return Accepted(message);
        if (behaviour.Failure is { } failure)
        {
            var error = new ChannelError($"simulated_{EnumText<ChannelErrorClass>.Of(failure)}", failure, "The simulator was told to refuse this.");
            return failure == ChannelErrorClass.Retry ? new SendOutcome.Retryable(error) : new SendOutcome.Refused(error);
        }

        return behaviour.LosesAnswers
            ? new SendOutcome.Unknown(new ChannelError(LostAnswer, ChannelErrorClass.Retry, "The simulator was told to lose the answer."))
            : Accepted(message);
    }

    private static SendOutcome.Accepted Accepted(OutboundMessage message) => new(ProviderId(message.Id));
}
