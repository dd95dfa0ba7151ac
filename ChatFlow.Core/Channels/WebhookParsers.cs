using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Channels.Simulator;

namespace ChatFlow.Core.Channels;

public static class WebhookParsers
{
    /// <summary>Reads a body of that channel. Pure, and total: whatever the bytes, the outcome has a name.</summary>
    public static ParsedWebhook Parse(ChannelType type, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => EventBounds.Keep(type switch
    {
        ChannelType.EvolutionApi => EvolutionWebhook.Parse(body, receivedAt),
        ChannelType.MetaApi => MetaWebhook.Parse(body, receivedAt),
        ChannelType.Simulator => SimulatorWebhook.Parse(body, receivedAt),
    });
}
