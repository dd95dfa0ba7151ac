using ChatFlow.Web.Api.Idempotency;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Scalar.AspNetCore;

namespace ChatFlow.Web.Api;

/// <summary>The REST interface: one group, whose files each map a resource (<c>XEndpoints.MapX</c>).</summary>
public static class ApiEndpoints
{
    public const string Prefix = "/api/v1";
    private const int MaximumBody = 1024 * 1024;

    /// <summary>To be called after whatever shows pages for errors: inside, errors are problem+json.</summary>
    public static IApplicationBuilder UseApi(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseMiddleware<ApiProblems>());

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Prefix)
            .RequireAuthorization(Policies.Api)
            .RequireRateLimiting(RateLimits.Api)
            .DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(MaximumBody))
            .AddEndpointFilter<RouteGroupBuilder, IdempotencyFilter>();
        api.MapConnection();
        api.MapContacts();
        api.MapSequences();
        api.MapExecutions();
        api.MapEvents();
        api.MapStatistics();
        api.MapBot();
        api.MapMessages();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/docs/api", (options, context) => options
            .WithTitle("ChatFlow API")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .WithNonce(CspNonce.Of(context))
            // Nothing of this page comes from another host.
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent());
    }
}
