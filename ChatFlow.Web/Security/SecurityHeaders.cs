using Microsoft.Net.Http.Headers;

namespace ChatFlow.Web.Security;

/// <summary>Writes the headers that tell the browser what a page of ours may do.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Where Hangfire's dashboard lives; it has a policy of its own.</summary>
    public static readonly PathString OperatorJobsPath = "/operator/jobs";

    private const string Permissions =
        "microphone=(self), camera=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), midi=(), display-capture=()";

    private const string StrictTransport = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = context.Request;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = request.Path.StartsWithSegments(OperatorJobsPath)
            ? ContentSecurityPolicy.OperatorJobs
            : ContentSecurityPolicy.ForPage(CspNonce.Of(context), request.Host.ToUriComponent(), request.IsHttps);
        headers.XContentTypeOptions = "nosniff";
        // Addresses may hold an invitation's token; no other site is told where somebody came from.
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (request.IsHttps && !IsThisMachine(request.Host.Host))
            headers.StrictTransportSecurity = StrictTransport;
        context.Response.OnStarting(KeepOutOfCaches, context);
        return next(context);
    }

    // Decided at the end, when it is known who asked and what the answer is.
    private static Task KeepOutOfCaches(object state)
    {
        var context = (HttpContext)state;
        if (context.User.Identity?.IsAuthenticated != true)
            return Task.CompletedTask;
        var headers = context.Response.Headers;
        var isPage = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
        // Files and media set a policy of their own and keep it.
        if (isPage || !headers.ContainsKey(HeaderNames.CacheControl))
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    // A browser that learned it for localhost would refuse every other project on that machine.
    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host is "127.0.0.1" or "[::1]";
}
