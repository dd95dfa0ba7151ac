using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;

namespace ChatFlow.Core.Organizations;

/// <summary>Asks a provider how a connection stands; never throws for an unreachable one. To be called outside any transaction.</summary>
public sealed class AskConnection(ChannelSettingsReader reader, IEnumerable<IChannel> channels, EvolutionInstance instance, ProfilePicture pictures, TimeProvider clock)
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <param name="describe">Also ask who the number is, although it is known.</param>
    public async Task<ConnectionAnswer> RunAsync(BotConfig config, bool describe, CancellationToken ct)
    {
        if (reader.Read(config) is not { } settings)
            return new ConnectionAnswer(new ConnectionCheck(ConnectionStatus.Disconnected, null, null), null);
        using var limit = new CancellationTokenSource(Limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            var answer = await channels.Single(c => c.Type == settings.Type).CheckAsync(settings, both.Token);
            if (answer.Status != ConnectionStatus.Connected || settings is not EvolutionSettings evolution
                || (!describe && config is { ConnectionPhone: not null, ConnectionName: not null, ConnectionPicture: not null }))
                return new ConnectionAnswer(answer, null);
            answer = await instance.DescribeAsync(evolution, both.Token);
            return new ConnectionAnswer(answer, await pictures.FetchAsync(answer.PictureUrl, both.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ConnectionAnswer(
                new ConnectionCheck(ConnectionStatus.Disconnected, null, new ChannelError("timeout", ChannelErrorClass.Retry, "The provider did not answer in time.")), null);
        }
    }
}

/// <param name="Picture">The profile's picture, where one was fetched.</param>
public sealed record ConnectionAnswer(ConnectionCheck Check, byte[]? Picture);
