using ChatFlow.Web.Components.Layout;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ChatFlow.Web.Components.Account;

/// <summary>Registers the account pages and maps what is not a page.</summary>
public static class AccountEndpoints
{
    public static IServiceCollection AddAccountPages(this IServiceCollection services)
    {
        services.AddSingleton<RegistrationLinks>();
        services.AddScoped<PasswordLinks>();
        services.AddScoped<AccountMails>();
        return services;
    }

    public static void MapAccount(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        using (var scope = app.Services.CreateScope())
        {
            // The framework registers one of its own, which never looks again: the last one counts.
            if (scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>() is not CircuitSession)
                throw new InvalidOperationException("AddAccounts must come after AddInterface, or open pages outlive their session.");
        }

        app.MapPost("/account/sign-out", SignOutAsync).AllowAnonymous();
    }

    // The form's field makes the framework demand the antiforgery token.
    private static async Task<RedirectHttpResult> SignOutAsync(PersonSignIn signIn, [FromForm] string? returnUrl)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect(string.IsNullOrEmpty(returnUrl) ? $"{GoToSignIn.Path}?done=out" : Localization.CultureEndpoint.LocalPath(returnUrl));
    }
}
