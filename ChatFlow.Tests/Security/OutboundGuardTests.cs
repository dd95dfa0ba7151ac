using System.Net;
using System.Net.Sockets;
using ChatFlow.Core.Common;
using ChatFlow.Core.Security;
using Xunit;

namespace ChatFlow.Tests.Security;

public class OutboundGuardTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // What attackers' and customers' names lead to; anything else does not resolve.
    private static readonly Dictionary<string, string[]> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["evolution.example.com"] = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
        ["localhost"] = ["::1", "127.0.0.1"],
        ["localhost."] = ["127.0.0.1"],
        ["intranet"] = ["10.1.2.3"],
        ["127.0.0.1.nip.example"] = ["127.0.0.1"],
        ["half.example"] = ["93.184.215.14", "169.254.169.254"],
        ["mapped.example"] = ["::ffff:10.0.0.1"],
        ["nat64.example"] = ["64:ff9b::a00:1"],
        ["evolution_api"] = ["172.20.0.5"],
    };

    private static OutboundGuard Guard(string allowedNetworks = "") => new(
        new OutboundOptions { AllowedNetworks = NetworkAddresses.ParseNetworks(allowedNetworks, "Outbound:AllowedNetworks") },
        Resolve);

    private static Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken)
    {
        // getaddrinfo reads decimal, octal and hexadecimal numbers as addresses; so does this one.
        if (s_names.TryGetValue(host, out var addresses))
            return Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse));
        return IPAddress.TryParse(host, out var number)
            ? Task.FromResult<IPAddress[]>([number])
            : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
    }

    [Theory]
    [InlineData("https://evolution.example.com")]
    [InlineData("https://evolution.example.com/base/path?x=1")]
    [InlineData("https://evolution.example.com:8443/")]
    [InlineData("  https://evolution.example.com  ")]
    [InlineData("https://93.184.215.14/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://provider-that-is-down.example/")]
    public async Task Accepted(string url)
    {
        var result = await Guard().CheckUrlAsync(url, Stop);

        Assert.Null(result.Error);
        Assert.Equal(Uri.UriSchemeHttps, result.Value.Scheme);
    }

    [Theory]
    [InlineData("", OutboundRefusal.Malformed)]
    [InlineData("evolution.example.com", OutboundRefusal.Malformed)]
    [InlineData("/etc/passwd", OutboundRefusal.Malformed)]
    [InlineData("file:///etc/passwd", OutboundRefusal.Malformed)]
    [InlineData("gopher://evolution.example.com/", OutboundRefusal.Malformed)]
    [InlineData("ftp://evolution.example.com/", OutboundRefusal.Malformed)]
    [InlineData("javascript:alert(1)", OutboundRefusal.Malformed)]
    [InlineData("https://evolution.example.com@127.0.0.1/", OutboundRefusal.Malformed)]
    [InlineData("https://user:pass@evolution.example.com/", OutboundRefusal.Malformed)]
    [InlineData("https://", OutboundRefusal.Malformed)]
    [InlineData("http://evolution.example.com/", OutboundRefusal.NotHttps)]
    [InlineData("http://93.184.215.14/", OutboundRefusal.NotHttps)]
    [InlineData("http://provider-that-is-down.example/", OutboundRefusal.NotHttps)]
    [InlineData("https://evolution.example.com:22/", OutboundRefusal.Port)]
    [InlineData("https://evolution.example.com:6379/", OutboundRefusal.Port)]
    [InlineData("https://127.0.0.1/", OutboundRefusal.PrivateAddress)]
    [InlineData("http://127.0.0.1:5432/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://localhost/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://LOCALHOST./", OutboundRefusal.PrivateAddress)]
    [InlineData("https://2130706433/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://0177.0.0.1/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://0x7f.0.0.1/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://0x7f000001/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://127.1/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://0/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://１２７.０.０.１/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://[::1]/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://[::ffff:127.0.0.1]/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://[::ffff:7f00:1]/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://[fe80::1%25eth0]/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://[2002:7f00:1::]/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://[64:ff9b::7f00:1]/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://[fd00:ec2::254]/latest/meta-data", OutboundRefusal.PrivateAddress)]
    [InlineData("https://169.254.169.254/latest/meta-data", OutboundRefusal.PrivateAddress)]
    [InlineData("https://100.100.100.200/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://intranet/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://127.0.0.1.nip.example/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://half.example/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://mapped.example/", OutboundRefusal.PrivateAddress)]
    [InlineData("https://nat64.example/", OutboundRefusal.PrivateAddress)]
    public async Task Refused(string url, OutboundRefusal reason)
    {
        var result = await Guard().CheckUrlAsync(url, "url", Stop);

        var error = Assert.IsType<ValidationError>(result.Error);
        Assert.Equal($"outbound_{EnumText<OutboundRefusal>.Of(reason)}", error.Code);
        Assert.Equal("url", error.Field);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/", "127.0.0.1", true)]
    [InlineData("http://localhost:8080/", "127.0.0.0/8", true)]
    [InlineData("http://evolution_api:8080/", "172.20.0.0/16", true)]
    [InlineData("https://intranet:9999/", "10.0.0.0/8", true)]
    [InlineData("http://not-started-yet:8080/", "10.0.0.0/8", true)]
    [InlineData("http://[::ffff:10.0.0.1]:8080/", "10.0.0.0/8", true)]
    [InlineData("http://127.0.0.2:8080/", "127.0.0.1", false)]
    [InlineData("http://intranet:8080/", "172.20.0.0/16", false)]
    [InlineData("http://evolution.example.com/", "10.0.0.0/8", false)]
    [InlineData("https://169.254.169.254/", "10.0.0.0/8", false)]
    public async Task Allowed_networks_are_reached_over_http_and_on_any_port_and_open_nothing_else(string url, string networks, bool accepted)
    {
        var result = await Guard(networks).CheckUrlAsync(url, Stop);

        Assert.Equal(accepted, result.IsSuccess);
    }

    [Fact]
    public async Task Only_the_addresses_vouched_for_are_connected_to()
    {
        var addresses = await Guard("127.0.0.0/8").ResolveCheckedAsync(new Uri("http://localhost:8080/"), Stop);

        Assert.Equal([IPAddress.Loopback], addresses);
    }

    [Fact]
    public async Task An_address_that_changed_since_it_was_saved_is_refused_when_connecting()
    {
        var answers = new Queue<string>(["93.184.215.14", "127.0.0.1"]);
        var guard = new OutboundGuard(new OutboundOptions(), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));
        var url = new Uri("https://rebinding.example/");

        Assert.True((await guard.CheckUrlAsync(url.AbsoluteUri, Stop)).IsSuccess);
        var refused = await Assert.ThrowsAsync<OutboundRefusedException>(() => guard.ResolveCheckedAsync(url, Stop));

        Assert.Equal(OutboundRefusal.PrivateAddress, refused.Reason);
        Assert.DoesNotContain("127.0.0.1", refused.Message, StringComparison.Ordinal);
    }
}
