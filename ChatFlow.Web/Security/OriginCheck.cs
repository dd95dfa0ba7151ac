using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace ChatFlow.Web.Security;

/// <summary>
/// Refuses live connections that a page of another site opens with our visitor's cookies: browsers do not apply the
/// same-origin rule to web sockets, and ASP.NET allows every origin. Programs send no Origin and authenticate by key.
/// </summary>
public sealed class OriginCheck(RequestDelegate next, PublicAddress address)
{
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!IsLive(context) || IsOwn(context.Request))
            return next(context);
        context.Response.StatusCode = (int)HttpStatusCode.Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsLive(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/_blazor")
        || context.Request.Path.StartsWithSegments("/hubs")
        || context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true
        || context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true;

    private bool IsOwn(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        if (origins.Count == 0)
            return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
        return origins is [{ } text]
            && Uri.TryCreate(text, UriKind.Absolute, out var origin)
            && origin.Scheme is "http" or "https"
            && (IsHostOf(request, origin) || IsConfigured(origin));
    }

    // Behind a proxy that ends TLS the request may look like http while the page is https; the reverse is an attack.
    private static bool IsHostOf(HttpRequest request, Uri origin) =>
        request.Host.HasValue
        && string.Equals(origin.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
        && origin.Port == (request.Host.Port ?? (origin.Scheme == Uri.UriSchemeHttps ? 443 : 80))
        && (!request.IsHttps || origin.Scheme == Uri.UriSchemeHttps);

    private bool IsConfigured(Uri origin) =>
        address.Configured is { } own && origin.Scheme == own.Scheme && origin.Port == own.Port
        && string.Equals(origin.Host, own.Host, StringComparison.OrdinalIgnoreCase);
}
