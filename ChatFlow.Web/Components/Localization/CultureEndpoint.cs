using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ChatFlow.Web.Components.Localization;

/// <summary>Stores the language a person chose. A form, since a cookie cannot be set from inside a circuit.</summary>
public static class CultureEndpoint
{
    public static void MapCulture(this WebApplication app) => app.MapPost("/culture", Choose).AllowAnonymous();

    private static Results<RedirectHttpResult, BadRequest> Choose(
        HttpContext context, [FromForm] string language, [FromForm] string? returnUrl)
    {
        if (!InterfaceCulture.IsOffered(language))
            return TypedResults.BadRequest();

        context.Response.Cookies.Append(InterfaceCookies.Culture(context.Request), language, new CookieOptions
        {
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            HttpOnly = true,
            IsEssential = true,
        });
        return TypedResults.LocalRedirect(LocalPath(returnUrl));
    }

    /// <summary>Only a path of this site; anything else (another host, a scheme, a backslash) becomes the start page.</summary>
    internal static string LocalPath(string? url) =>
        url is ['/', .. var rest] && rest is not ['/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";
}
