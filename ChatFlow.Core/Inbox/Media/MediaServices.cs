using ChatFlow.Core.Inbox.Receiving;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Core.Inbox.Media;

internal static class MediaServices
{
    public static IServiceCollection AddMedia(this IServiceCollection services)
    {
        services.AddOptions<MediaOptions>().BindConfiguration(MediaOptions.Section)
            .Validate(o => o.RetentionDays >= 0, "Media: RetentionDays must not be negative.").ValidateOnStart();
        services.AddSingleton<MediaSignal>();
        services.AddSingleton<StoreFile>();
        services.AddSingleton<IInboundReaction, MediaOnInbound>();
        services.AddSingleton<FetchMedia>();
        services.AddSingleton<MediaFetcher>();
        services.AddHostedService(p => p.GetRequiredService<MediaFetcher>());
        services.AddSingleton<KeepInline>();
        services.AddSingleton<OpenMedia>();
        services.AddSingleton<RetryMedia>();
        services.AddSingleton<UploadMedia>();
        services.AddSingleton<AttachMedia>();
        services.AddSingleton<ClearMedia>();
        return services;
    }
}
