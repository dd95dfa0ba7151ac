using System.Net;
using ChatFlow.Core.Security;
using Xunit;

namespace ChatFlow.Tests.Security;

public class NetworkAddressesTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a03:2880:f12f:83:face:b00c:0:25de")]
    [InlineData("::ffff:8.8.8.8")]
    public void Public(string address) => Assert.True(NetworkAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a00:1::")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Not_public(string address) => Assert.False(NetworkAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.0/8", "10.9.8.7", true)]
    [InlineData("10.0.0.5/8", "10.9.8.7", true)]
    [InlineData("10.0.0.5", "10.0.0.5", true)]
    [InlineData("10.0.0.5", "10.0.0.6", false)]
    [InlineData("127.0.0.1/32, ::1/128", "::1", true)]
    [InlineData("127.0.0.0/8", "::ffff:127.0.0.1", true)]
    [InlineData("fd12:3456::/32", "fd12:3456::99", true)]
    [InlineData("192.168.4.130/25", "192.168.4.128", true)]
    [InlineData("192.168.4.130/25", "192.168.4.127", false)]
    [InlineData("", "10.0.0.1", false)]
    public void Networks_are_read_as_people_write_them(string networks, string address, bool contained) =>
        Assert.Equal(contained, NetworkAddresses.Contains(NetworkAddresses.ParseNetworks(networks, "Setting"), IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0/8")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("internal")]
    [InlineData("10.0.0.0/8;192.168.0.0/16")]
    public void A_wrong_network_is_named(string networks)
    {
        var failure = Assert.Throws<FormatException>(() => NetworkAddresses.ParseNetworks(networks, "Outbound:AllowedNetworks"));

        Assert.Contains(networks, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Outbound:AllowedNetworks", failure.Message, StringComparison.Ordinal);
    }
}
