using Microsoft.Extensions.Primitives;

namespace ChatFlow.Web.Security;

/// <summary>
/// Gives the cookies of sign-in and forms the prefix <c>__Host-</c> on https, where browsers then refuse one set by
/// another host of the domain or over http. Under http, where a browser would refuse the prefix itself, they go without.
/// Inside, they have one name.
/// </summary>
public sealed class HostCookies(RequestDelegate next)
{
    public const string Session = "chatflow.session";
    public const string SecondFactor = "chatflow.second_factor";
    public const string KnownDevice = "chatflow.known_device";
    public const string Forms = "chatflow.forms";

    private const string Prefix = "__Host-";

    private static readonly string[] s_names = [Session, SecondFactor, KnownDevice, Forms];

    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Request.IsHttps)
            return next(context);
        context.Request.Headers.Cookie = Unprefixed(context.Request.Headers.Cookie);
        context.Response.OnStarting(AddPrefixes, context.Response);
        return next(context);
    }

    private static StringValues Unprefixed(StringValues cookies)
    {
        if (StringValues.IsNullOrEmpty(cookies))
            return cookies;
        var kept = cookies.ToString().Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            // A bare one here was set by somebody else.
            .Where(cookie => !IsOurs(cookie))
            .Select(cookie => cookie.StartsWith(Prefix, StringComparison.Ordinal) && IsOurs(cookie[Prefix.Length..]) ? cookie[Prefix.Length..] : cookie);
        return string.Join("; ", kept);
    }

    private static Task AddPrefixes(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        var set = headers.SetCookie;
        if (set.Count > 0)
            headers.SetCookie = new StringValues([.. set.Select(cookie => cookie is not null && IsOurs(cookie) ? Prefix + cookie : cookie)]);
        return Task.CompletedTask;
    }

    // A large cookie is cut into "…C1", "…C2".
    private static bool IsOurs(string cookie) => Array.Exists(s_names, name =>
        cookie.StartsWith(name, StringComparison.Ordinal) && cookie.Length > name.Length && cookie[name.Length] is '=' or 'C');
}
