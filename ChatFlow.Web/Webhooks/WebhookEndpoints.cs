using ChatFlow.Web.Security;

namespace ChatFlow.Web.Webhooks;

/// <summary>Registers and maps what the providers post to.</summary>
public static class WebhookEndpoints
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookConnections>();
        services.AddSingleton<WebhookIntake>();
        services.AddSingleton<EvolutionEndpoint>();
        services.AddSingleton<MetaEndpoint>();
        services.AddSingleton<ChatwootEndpoint>();
        return services;
    }

    public static WebApplication MapWebhooks(this WebApplication app)
    {
        var evolution = app.Services.GetRequiredService<EvolutionEndpoint>();
        var meta = app.Services.GetRequiredService<MetaEndpoint>();
        var webhooks = app.MapGroup("/webhooks").AllowAnonymous().RequireRateLimiting(RateLimits.Webhooks);
        webhooks.MapPost("/evolution/{key}", (RequestDelegate)evolution.PostAsync);
        // Evolution's option "webhook by events" appends the event's name.
        webhooks.MapPost("/evolution/{key}/{name}", (RequestDelegate)evolution.PostAsync);
        webhooks.MapGet("/meta/{key}", (RequestDelegate)meta.GetAsync);
        webhooks.MapPost("/meta/{key}", (RequestDelegate)meta.PostAsync);
        webhooks.MapPost("/chatwoot/{key}", (RequestDelegate)app.Services.GetRequiredService<ChatwootEndpoint>().PostAsync);
        return app;
    }
}
