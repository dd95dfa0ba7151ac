using System.Net;
using System.Net.Sockets;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Security;

/// <summary>The addresses of a host name; tests put a resolver of their own here.</summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>
/// Decides which addresses typed in by a tenant may be called (server-side request forgery). Public addresses: https on
/// Outbound:AllowedPorts. Addresses in Outbound:AllowedNetworks: http or https on any port. Nothing else. Every address
/// of a name must pass, since an attacker's name server answers differently each time; only where one of them lies in
/// an allowed network are the others left aside (localhost is often two), and then only that one is connected to.
/// </summary>
public sealed class OutboundGuard(OutboundOptions options, ResolveHost resolve)
{
    private static readonly TimeSpan s_resolveTimeout = TimeSpan.FromSeconds(5);

    public OutboundGuard(OutboundOptions options)
        : this(options, Dns.GetHostAddressesAsync)
    {
    }

    /// <summary>As <see cref="CheckUrlAsync(string, string?, CancellationToken)"/>, with no input named in the error.</summary>
    public Task<Result<Uri>> CheckUrlAsync(string url, CancellationToken cancellationToken) => CheckUrlAsync(url, null, cancellationToken);

    /// <summary>
    /// Whether an address may be saved. A name that does not resolve just now is accepted (the provider may be down, and
    /// the check at connection time decides anyway); an address that could never be called is a <see cref="ValidationError"/>
    /// with code <c>outbound_malformed</c>, <c>outbound_not_https</c>, <c>outbound_port</c> or <c>outbound_private_address</c>.
    /// </summary>
    /// <param name="url">What the tenant typed.</param>
    /// <param name="field">The camelCase name of the input, for the error.</param>
    /// <param name="cancellationToken">Ends the name look-up.</param>
    public async Task<Result<Uri>> CheckUrlAsync(string url, string? field, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url?.Trim(), UriKind.Absolute, out var uri))
            return Refused(OutboundRefusal.Malformed, field);
        var refusal = CheckShape(uri)
            ?? Judge(uri, await ResolveQuietlyAsync(uri, cancellationToken).ConfigureAwait(false)).Refusal;
        return refusal is { } reason ? Refused(reason, field) : uri;
    }

    /// <summary>What can be seen without a look-up; null if nothing is wrong.</summary>
    internal static OutboundRefusal? CheckShape(Uri? uri) =>
        uri is { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "" }
            && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? null
            : OutboundRefusal.Malformed;

    /// <summary>The addresses to connect to, all of them checked.</summary>
    /// <exception cref="OutboundRefusedException">The address may not be called.</exception>
    internal async Task<IPAddress[]> ResolveCheckedAsync(Uri uri, CancellationToken cancellationToken)
    {
        if (CheckShape(uri) is { } malformed)
            throw new OutboundRefusedException(malformed);
        var addresses = await ResolveAsync(uri, cancellationToken).ConfigureAwait(false);
        var (refusal, reachable) = Judge(uri, addresses);
        if (refusal is { } reason)
            throw new OutboundRefusedException(reason);
        return reachable.Length > 0 ? reachable : throw new SocketException((int)SocketError.HostNotFound);
    }

    private (OutboundRefusal? Refusal, IPAddress[] Reachable) Judge(Uri uri, IPAddress[] addresses)
    {
        var vouchedFor = Array.FindAll(addresses, address => NetworkAddresses.Contains(options.AllowedNetworks, address));
        if (vouchedFor.Length > 0)
            return (null, vouchedFor);
        // Nothing is known of a name that does not resolve; in an allowed network it could be anything.
        if (addresses.Length == 0 && options.AllowedNetworks.Count > 0)
            return (null, []);
        if (!Array.TrueForAll(addresses, NetworkAddresses.IsPublic))
            return (OutboundRefusal.PrivateAddress, []);
        if (uri.Scheme != Uri.UriSchemeHttps)
            return (OutboundRefusal.NotHttps, []);
        return options.AllowedPorts.Contains(uri.Port) ? (null, addresses) : (OutboundRefusal.Port, []);
    }

    private async Task<IPAddress[]> ResolveAsync(Uri uri, CancellationToken cancellationToken) =>
        IPAddress.TryParse(uri.IdnHost, out var literal)
            ? [literal]
            : await resolve(uri.IdnHost, cancellationToken).ConfigureAwait(false);

    private async Task<IPAddress[]> ResolveQuietlyAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_resolveTimeout);
        try
        {
            return await ResolveAsync(uri, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ArgumentException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [];
        }
    }

    private static ValidationError Refused(OutboundRefusal reason, string? field) =>
        new($"outbound_{EnumText<OutboundRefusal>.Of(reason)}", OutboundRefusedException.Describe(reason), field);
}
