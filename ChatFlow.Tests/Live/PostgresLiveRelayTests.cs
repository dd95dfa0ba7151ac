using System.Threading.Channels;
using ChatFlow.Core.Live;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace ChatFlow.Tests.Live;

public sealed class PostgresLiveRelayTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_node_publishes_the_other_hears()
    {
        await using var database = await TestDatabase.CreateAsync(Stop);
        await using var source = NpgsqlDataSource.Create(database.AppConnection);
        var (one, two) = (new LiveBus(NullLogger<LiveBus>.Instance), new LiveBus(NullLogger<LiveBus>.Instance));
        using var relayOne = new PostgresLiveRelay(one, source, TimeProvider.System, NullLogger<PostgresLiveRelay>.Instance);
        using var relayTwo = new PostgresLiveRelay(two, source, TimeProvider.System, NullLogger<PostgresLiveRelay>.Instance);
        var organization = Guid.NewGuid();
        var heard = Channel.CreateUnbounded<LiveEvent>();
        using var subscription = two.Subscribe(organization, live => heard.Writer.TryWrite(live));
        await relayOne.StartAsync(Stop);
        await relayTwo.StartAsync(Stop);

        // Until the other listens nobody would hear: publish again until it does.
        var sent = new LiveEvent(organization, LiveKind.MessageAdded, Guid.NewGuid(), Guid.NewGuid());
        var arrival = heard.Reader.WaitToReadAsync(Stop).AsTask();
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!arrival.IsCompleted && await again.WaitForNextTickAsync(Stop))
            one.Publish(sent);

        Assert.Equal(sent, await heard.Reader.ReadAsync(Stop));
        await relayOne.StopAsync(Stop);
        await relayTwo.StopAsync(Stop);
    }

    [Fact]
    public void Many_events_become_payloads_that_PostgreSQL_takes_and_the_sender_does_not_read()
    {
        var events = Enumerable.Range(0, 1000).Select(_ => new LiveEvent(Guid.NewGuid(), LiveKind.MessageChanged, Guid.NewGuid(), Guid.NewGuid())).ToHashSet();
        events.Add(new LiveEvent(Guid.NewGuid(), LiveKind.SettingsChanged));
        var payloads = LivePayload.Write("node-a", events);
        Assert.All(payloads, payload => Assert.InRange(payload.Length, 1, 7999));
        Assert.Equal(events, payloads.SelectMany(payload => LivePayload.Read("node-b", payload)).ToHashSet());
        Assert.All(payloads, payload => Assert.Empty(LivePayload.Read("node-a", payload)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("other\n99 x y z")]
    [InlineData("other\n1")]
    public void What_a_newer_version_sends_is_left_out(string payload) => Assert.Empty(LivePayload.Read("me", payload));
}
