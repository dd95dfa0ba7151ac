using ChatFlow.Core.Blobs;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Live;
using ChatFlow.Core.Security;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Tests.Channels;

/// <summary>The channels as the application registers them, over a provider at the given address.</summary>
internal sealed class ChannelHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ChannelHost(string address, TimeSpan? limit = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Outbound:AllowedNetworks"] = "127.0.0.0/8",
            ["Outbound:MetaBaseUrl"] = address,
            ["Channels:SendTimeout"] = (limit ?? TimeSpan.FromSeconds(20)).ToString("c"),
            ["Channels:QueryTimeout"] = (limit ?? TimeSpan.FromSeconds(20)).ToString("c"),
        }).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        _services = services.AddLogging().AddSingleton<LiveBus>().AddOutboundHttp(configuration).AddBlobs(TestFolders.New("blobs")).AddChannels().BuildServiceProvider();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IChannel Channel(ChannelType type) => _services.GetServices<IChannel>().Single(c => c.Type == type);

    public IChatSignals Signals(ChannelType type) => _services.GetServices<IChatSignals>().Single(c => c.Type == type);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
