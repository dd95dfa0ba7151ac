using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Channels.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatFlow.Core.Channels;

public static class ChannelServices
{
    /// <summary>
    /// The three channels as <see cref="IChannel"/>. The HTTP clients that they call through are registered by Security;
    /// without them nothing resolves, rather than an unguarded client being used.
    /// </summary>
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddOptions<ChannelOptions>().BindConfiguration(ChannelOptions.Section)
            .Validate(o => o.SendTimeout > TimeSpan.Zero && o.QueryTimeout > TimeSpan.Zero, "Channels: time limits must be positive.")
            .ValidateOnStart();
        services.AddOptions<MetaOptions>().BindConfiguration(MetaOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EvolutionApi>();
        services.AddSingleton(provider => new EvolutionInstance(provider.GetRequiredService<EvolutionApi>()));
        services.AddSingleton(provider => new EvolutionHistory(provider.GetRequiredService<EvolutionApi>()));
        services.AddSingleton<IChatSignals, EvolutionSignals>();
        services.AddSingleton<IChatSignals, MetaSignals>();
        services.AddSingleton<IChatSignals, SimulatorSignals>();
        services.AddSingleton<MetaApi>();
        services.AddSingleton(provider => new MetaManagement(
            provider.GetRequiredService<MetaApi>(), provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<ChannelOptions>>()));
        services.AddSingleton<IChannel, EvolutionChannel>();
        services.AddSingleton<IChannel, MetaChannel>();
        services.AddSingleton<IChannel, SimulatorChannel>();
        services.AddSingleton<IMediaSource, EvolutionMedia>();
        services.AddSingleton<IMediaSource, MetaMedia>();
        services.AddSingleton<IMediaSource, SimulatorMedia>();
        return services;
    }
}
