using System.Buffers;

namespace ChatFlow.Web.Security;

/// <summary>The Content-Security-Policy of our pages.</summary>
public static class ContentSecurityPolicy
{
    /// <summary>
    /// Hangfire's dashboard brings its own page: it cannot take our nonce, its charts write inline styles and its style
    /// sheet holds fonts and images as data. It is the operator's alone.
    /// </summary>
    public const string OperatorJobs =
        "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; script-src 'self' 'unsafe-inline'; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'";

    private static readonly SearchValues<char> s_hostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]_");

    /// <param name="nonce">See <see cref="CspNonce"/>.</param>
    /// <param name="host">
    /// Host and port of the request: older Safari does not take 'self' for its web sockets. Left out if it holds what
    /// could end the directive.
    /// </param>
    /// <param name="isHttps">Whether only the encrypted web socket is allowed.</param>
    /// <remarks>
    /// <c>base-uri 'self'</c>, since Blazor needs its base element; <c>style-src 'unsafe-inline'</c>, since MudBlazor
    /// writes style attributes and its theme as a style element.
    /// </remarks>
    public static string ForPage(string nonce, string host, bool isHttps)
    {
        ArgumentNullException.ThrowIfNull(host);
        var socket = host.Length == 0 || host.AsSpan().ContainsAnyExcept(s_hostCharacters) ? "" : $" {(isHttps ? "wss" : "ws")}://{host}";
        return $"default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; script-src 'self' 'nonce-{nonce}'; "
            + $"style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'{socket}; "
            + "font-src 'self'; form-action 'self'; manifest-src 'self'; worker-src 'self'";
    }
}
