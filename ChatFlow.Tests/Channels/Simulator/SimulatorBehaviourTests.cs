using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Simulator;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatFlow.Tests.Channels.Simulator;

public sealed class SimulatorBehaviourTests
{
    private static readonly FakeTimeProvider s_clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static OutboundMessage Message(int number = 1) =>
        new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]), new ContactAddress("+13055550101"), "hola");

    private static Task<SendOutcome> SendAsync(SimulatorBehaviour behaviour, OutboundMessage? message = null, TimeProvider? clock = null) =>
        new SimulatorChannel(clock ?? s_clock).SendAsync(new SimulatorSettings(behaviour), message ?? Message(), Stop);

    public static TheoryData<ChannelErrorClass> Classes() => [.. Enum.GetValues<ChannelErrorClass>()];

    [Theory]
    [MemberData(nameof(Classes))]
    public async Task Every_class_of_error_can_be_tried(ChannelErrorClass failure)
    {
        var outcome = await SendAsync(new SimulatorBehaviour(Failure: failure));
        var error = outcome switch
        {
            SendOutcome.Refused refused when failure != ChannelErrorClass.Retry => refused.Error,
            SendOutcome.Retryable retryable when failure == ChannelErrorClass.Retry => retryable.Error,
            _ => throw new InvalidOperationException(Outcomes.Of(outcome)),
        };
        Assert.Equal((failure, failure), (error.Class, ChannelErrorClasses.Of(error.Code)));
    }

    [Fact]
    public async Task A_lost_answer_is_unknown_and_a_plain_one_accepted()
    {
        Assert.Equal("unknown simulated_lost_answer Retry", Outcomes.Of(await SendAsync(new SimulatorBehaviour(LosesAnswers: true))));
        Assert.StartsWith("accepted sim-", Outcomes.Of(await SendAsync(SimulatorBehaviour.Default)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_takes_as_long_as_was_chosen()
    {
        var clock = new FakeTimeProvider();
        var send = SendAsync(new SimulatorBehaviour(DelaySeconds: 3), clock: clock);
        clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(send.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.StartsWith("accepted", Outcomes.Of(await send), StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_meets_the_same_messages_every_time_and_others_under_another_seed()
    {
        var half = new SimulatorBehaviour(Failure: ChannelErrorClass.Other, Percent: 50);
        var first = Enumerable.Range(0, 400).Select(i => half.Meets(Message(i).Id)).ToList();
        Assert.Equal(first, Enumerable.Range(0, 400).Select(i => half.Meets(Message(i).Id)));
        Assert.InRange(first.Count(met => met), 150, 250);
        Assert.NotEqual(first, Enumerable.Range(0, 400).Select(i => (half with { Seed = 7 }).Meets(Message(i).Id)));
        Assert.DoesNotContain(true, Enumerable.Range(0, 400).Select(i => (half with { Percent = 0 }).Meets(Message(i).Id)));
    }

    [Fact]
    public void What_was_chosen_is_stored_and_what_cannot_be_read_is_the_default()
    {
        var chosen = new SimulatorBehaviour(3, ChannelErrorClass.NeedsTemplate, false, 10, true, true, true, 9);
        Assert.Equal(chosen, SimulatorBehaviour.Read(chosen.Write()));
        Assert.Equal("{}", SimulatorBehaviour.Default.Write());
        Assert.Equal(SimulatorBehaviour.Default, SimulatorBehaviour.Read("{\"failure\":\"of another version\"}"));
    }
}
