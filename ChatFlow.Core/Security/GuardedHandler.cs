using System.Net.Sockets;

namespace ChatFlow.Core.Security;

/// <summary>The guard's place in the HTTP pipeline: before the request, and again when a connection is opened.</summary>
internal sealed class GuardedHandler : DelegatingHandler
{
    // One dead host must not hold every connection of the process.
    private const int ConnectionsPerHost = 64;

    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(2);

    private readonly OutboundGuard _guard;

    public GuardedHandler(OutboundGuard guard)
    {
        _guard = guard;
        InnerHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            PreAuthenticate = false,
            ConnectTimeout = s_connectTimeout,
            MaxConnectionsPerServer = ConnectionsPerHost,
            // A name may move; an open connection must not outlive that for long.
            PooledConnectionLifetime = s_connectionLifetime,
            ConnectCallback = ConnectAsync,
        };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (OutboundGuard.CheckShape(request.RequestUri) is { } refusal)
            throw new OutboundRefusedException(refusal);
        // HTTP/3 does not go through ConnectCallback, so it must never be chosen.
        if (request.Version.Major > 2)
            request.Version = System.Net.HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.InnerException is OutboundRefusedException refused)
        {
            // The handler wraps what the callback throws; callers want the named outcome.
            throw new OutboundRefusedException(refused.Reason);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await _guard.ResolveCheckedAsync(context.InitialRequestMessage.RequestUri!, cancellationToken).ConfigureAwait(false);
        // The checked addresses, not the name: a second look-up could answer otherwise.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
