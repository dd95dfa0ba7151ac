namespace ChatFlow.Web.Security;

/// <summary>The address under which people reach this installation: <c>PublicUrl</c>, else that of the request.</summary>
public sealed record PublicAddress(Uri? Configured)
{
    /// <exception cref="FormatException"><c>PublicUrl</c> is not an http or https address.</exception>
    public static PublicAddress Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var text = configuration["PublicUrl"];
        if (string.IsNullOrWhiteSpace(text))
            return new PublicAddress((Uri?)null);
        return Uri.TryCreate(text.Trim().TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new PublicAddress(url)
            : throw new FormatException("PublicUrl is not an http or https address.");
    }

    /// <summary>With a closing slash, so that <c>new Uri(address, "webhooks/…")</c> appends.</summary>
    public Uri Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Configured ?? new Uri($"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}/");
    }
}
