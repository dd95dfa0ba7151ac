using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Simulator;
using Xunit;

namespace ChatFlow.Tests.Channels.Simulator;

public class SimulatorTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var body = SimulatorWebhook.Write(
            new SimulatorMessage("m1", "+5511900000001", "Ana", "oi 😀", s_at),
            new SimulatorStatus("sim-1", MessageStatus.Delivered, s_at.AddSeconds(1)),
            new SimulatorStatus("sim-1", MessageStatus.Read, s_at.AddSeconds(2)),
            new SimulatorStatus("sim-2", MessageStatus.Failed, s_at));

        var parsed = WebhookParsers.Parse(ChannelType.Simulator, body, s_at.AddHours(1));

        Assert.Equal(
            "in +5511900000001 'Ana' text m1 \"oi 😀\" | status sim-1 delivered | status sim-1 read | status sim-2 failed simulated other",
            Described.Of(parsed));
        Assert.Equal(s_at.AddSeconds(2), parsed.Events[2].Event.At);
    }

    [Theory]
    [InlineData("x", "unreadable: The body is not JSON.")]
    [InlineData("[]", "unreadable: The body is not a JSON object.")]
    [InlineData("{}", "ignored: Nothing in it.")]
    [InlineData("""{"events":[{"kind":"message","id":"1","phone":"nobody","text":"x"}]}""", "ignored: A message without a phone.")]
    [InlineData("""{"events":[{"kind":"status","id":"1","status":"sent"},{"kind":"dance","id":"1"},{}]}""",
        "ignored: An unknown status. | ignored: An unknown kind. | ignored: An event without an id.")]
    public void Anything_else_is_named(string body, string outcome) =>
        Assert.Equal(outcome, Described.Of(SimulatorWebhook.Parse(System.Text.Encoding.UTF8.GetBytes(body), s_at)));

    [Fact]
    public async Task It_accepts_every_message_at_once()
    {
        await using var host = new ChannelHost("http://127.0.0.1:9");
        var channel = host.Channel(ChannelType.Simulator);
        var message = new OutboundMessage(Guid.CreateVersion7(s_at), new ContactAddress("+5511900000001"), "oi");

        Assert.Equal(
            new SendOutcome.Accepted($"sim-{message.Id:N}"),
            await channel.SendAsync(new SimulatorSettings(), message, TestContext.Current.CancellationToken));
        Assert.Equal(
            ConnectionStatus.Connected,
            (await channel.CheckAsync(new SimulatorSettings(), TestContext.Current.CancellationToken)).Status);
    }
}
