using ChatFlow.Core.Channels;
using ChatFlow.Core.Organizations.Health;
using Xunit;

namespace ChatFlow.Tests.Organizations;

public sealed class ConnectionVerdictTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset Ago(double minutes) => s_now.AddMinutes(-minutes);

    private static readonly HealthFacts s_idle = new(s_now, ChannelType.EvolutionApi, ConnectionStatus.Connected, false);
    private static readonly HealthFacts s_silent = s_idle with { LastAcceptedAt = Ago(2), Sends = 6, Unacknowledged = 6, SilentContacts = 4 };
    private static readonly HealthFacts s_stuck = s_idle with { QueueLength = 4, QueueOldestAt = Ago(5) };

    public static TheoryData<string, HealthFacts, HealthState> Cases() => new()
    {
        { "nothing happens", s_idle, HealthState.Quiet },
        { "somebody wrote", s_idle with { LastInboundAt = Ago(3) }, HealthState.Working },
        { "somebody wrote long ago", s_idle with { LastInboundAt = Ago(60) }, HealthState.Quiet },
        { "ours left and were delivered", s_idle with { LastAcceptedAt = Ago(4), LastAcknowledgedAt = Ago(3), Sends = 9 }, HealthState.Working },
        { "ours left just now", s_idle with { LastAcceptedAt = Ago(0.5) }, HealthState.Working },
        { "a few phones are off", s_idle with { LastAcceptedAt = Ago(4), LastAcknowledgedAt = Ago(3), Sends = 9, Unacknowledged = 4, SilentContacts = 4 }, HealthState.Working },
        { "logged out", s_idle with { Status = ConnectionStatus.Disconnected, Paused = true }, HealthState.Disconnected },
        { "never set up", s_idle with { Status = ConnectionStatus.Disconnected }, HealthState.Disconnected },
        { "the token was refused, webhooks still come", s_idle with { Status = ConnectionStatus.Disconnected, Paused = true, LastInboundAt = Ago(1) }, HealthState.ReceivesOnly },
        { "refusals, and customers write", s_idle with { LastInboundAt = Ago(1), Refused = 3 }, HealthState.ReceivesOnly },
        { "two refusals are no rule", s_idle with { LastInboundAt = Ago(1), Refused = 2 }, HealthState.Working },
        { "refusals among sends that work", s_idle with { LastInboundAt = Ago(1), LastAcceptedAt = Ago(1), Refused = 9 }, HealthState.Working },
        { "refusals and nothing else", s_idle with { Refused = 3 }, HealthState.Disconnected },
        { "a queue that stands, and customers write", s_stuck with { LastInboundAt = Ago(1) }, HealthState.ReceivesOnly },
        { "a queue that stands", s_stuck, HealthState.Disconnected },
        { "a queue that moves slowly", s_stuck with { LastAcceptedAt = Ago(1), LastInboundAt = Ago(2) }, HealthState.Working },
        { "a queue of a moment", s_stuck with { QueueOldestAt = Ago(1) }, HealthState.Quiet },
        { "a retry that is due later", s_stuck with { QueueOldestAt = s_now.AddMinutes(9) }, HealthState.Quiet },
        { "not one tick of six to four people", s_silent, HealthState.SendsOnly },
        { "not one tick, but one person's phone", s_silent with { SilentContacts = 1 }, HealthState.Working },
        { "not one tick of four", s_silent with { Sends = 4, Unacknowledged = 4 }, HealthState.Working },
        { "not one tick, but customers write", s_silent with { LastInboundAt = Ago(1) }, HealthState.Working },
        { "the test phone is not on the table", s_silent with { Type = ChannelType.Simulator }, HealthState.Working },
        { "nobody sends any more: that proves nothing", s_idle with { Previous = HealthState.SendsOnly, PreviousSince = Ago(30) }, HealthState.SendsOnly },
        { "a tick ends it", s_idle with { Previous = HealthState.SendsOnly, PreviousSince = Ago(30), LastAcknowledgedAt = Ago(1) }, HealthState.Working },
        { "a tick from before does not", s_idle with { Previous = HealthState.SendsOnly, PreviousSince = Ago(10), LastAcknowledgedAt = Ago(12) }, HealthState.SendsOnly },
        { "the queue is empty and nothing is refused", s_idle with { Previous = HealthState.ReceivesOnly, PreviousSince = Ago(30) }, HealthState.Quiet },
        { "still a refusal", s_idle with { Previous = HealthState.ReceivesOnly, PreviousSince = Ago(30), Refused = 1 }, HealthState.ReceivesOnly },
        { "one that leaves ends it", s_idle with { Previous = HealthState.ReceivesOnly, PreviousSince = Ago(30), Refused = 5, LastAcceptedAt = Ago(1) }, HealthState.Working },
        { "back after a disconnection", s_idle with { Previous = HealthState.Disconnected, PreviousSince = Ago(30) }, HealthState.Quiet },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void A_connection_is_judged_by_its_traffic(string what, HealthFacts facts, HealthState expected) =>
        Assert.True(expected == ConnectionVerdict.Decide(facts), $"{what}: {ConnectionVerdict.Decide(facts)}");

    [Theory]
    [InlineData(HealthState.Working, false, false)]
    [InlineData(HealthState.Quiet, false, false)]
    [InlineData(HealthState.ReceivesOnly, false, true)]
    [InlineData(HealthState.SendsOnly, false, true)]
    [InlineData(HealthState.Disconnected, true, true)]
    [InlineData(HealthState.Disconnected, false, false)]
    public void People_are_told_of_what_they_can_mend(HealthState state, bool paused, bool told) =>
        Assert.Equal(told, ConnectionVerdict.IsIncident(state, paused));
}
