using ChatFlow.Web.Api.Idempotency;
using ChatFlow.Web.Api.Json;
using Microsoft.AspNetCore.OpenApi;

namespace ChatFlow.Web.Api;

public static class ApiServices
{
    /// <summary>Registers the REST interface. Needs Organizations, Contacts, AddAccounts and AddWebSecurity.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        // ApiProblems turns them into problem+json; otherwise a wrong body would be a 400 without a word.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        services.AddSingleton<IdempotencyStore>();
        return services;
    }
}
