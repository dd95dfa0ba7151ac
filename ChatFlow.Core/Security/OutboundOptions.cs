using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace ChatFlow.Core.Security;

/// <summary>The section <c>Outbound</c> of the configuration, read and checked.</summary>
public sealed record OutboundOptions
{
    private const string DefaultMetaBaseUrl = "https://graph.facebook.com/";

    /// <summary>
    /// <c>Outbound:AllowedNetworks</c>: what addresses typed in by a tenant may reach although it is not public, over
    /// http and on any port. Empty by default: then nothing but the public internet is reached.
    /// </summary>
    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>
    /// <c>Outbound:AllowedPorts</c>: the ports of public addresses, over https only; 443 and 8443 by default. A list,
    /// so that nobody scans other people's machines from here.
    /// </summary>
    public IReadOnlyList<int> AllowedPorts { get; init; } = [443, 8443];

    /// <summary><c>Outbound:MetaBaseUrl</c>, without the version and ending in a slash; not subject to the guard.</summary>
    public Uri MetaBaseUrl { get; init; } = new(DefaultMetaBaseUrl);

    /// <exception cref="FormatException">Names the setting that is wrong.</exception>
    public static OutboundOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection("Outbound");
        var options = new OutboundOptions
        {
            AllowedNetworks = NetworkAddresses.ParseNetworks(section["AllowedNetworks"], "Outbound:AllowedNetworks"),
            MetaBaseUrl = ParseBaseUrl(section["MetaBaseUrl"]),
        };
        return string.IsNullOrWhiteSpace(section["AllowedPorts"])
            ? options
            : options with { AllowedPorts = ParsePorts(section["AllowedPorts"]) };
    }

    private static Uri ParseBaseUrl(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new Uri(DefaultMetaBaseUrl);
        // Without the closing slash a relative path would replace the last segment.
        return Uri.TryCreate(text.Trim().TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new FormatException("Outbound:MetaBaseUrl is not an http or https address.");
    }

    private static List<int> ParsePorts(string? text) =>
        [.. NetworkAddresses.Entries(text).Select(entry =>
            int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort
                ? port
                : throw new FormatException($"Outbound:AllowedPorts: '{entry}' is not a port."))];
}
