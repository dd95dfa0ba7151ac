using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ChatFlow.Core.Security;

/// <summary>Which addresses belong to the public internet, by the IANA special-purpose registries.</summary>
public static class NetworkAddresses
{
    private static readonly IPNetwork[] s_specialIPv4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"), // carrier-grade NAT; Alibaba's metadata service
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"), // public by number, yet Azure's host answers it
        IPNetwork.Parse("169.254.0.0/16"), // link-local; the metadata service of most clouds
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved and broadcast
    ];

    // Only 2000::/3 is assigned to the public internet: that leaves out ::1, mapped and compatible addresses,
    // NAT64 (64:ff9b::/32), unique local, link-local and multicast at one stroke. These are the exceptions inside it.
    private static readonly IPNetwork s_globalIPv6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] s_specialIPv6 =
    [
        IPNetwork.Parse("2001::/23"), // protocol assignments: Teredo, benchmarks, ORCHID
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4 carries an IPv4 address, which may be a private one
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    /// <summary>An IPv4 address written as IPv6 is judged as what it reaches.</summary>
    public static IPAddress Normalize(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    public static bool IsPublic(IPAddress address)
    {
        var plain = Normalize(address);
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Contains(s_specialIPv4, plain),
            AddressFamily.InterNetworkV6 => s_globalIPv6.Contains(plain) && !Contains(s_specialIPv6, plain),
            _ => false,
        };
    }

    /// <summary>Reads <c>10.0.0.0/8, 192.168.1.10, fd00::/8</c>; an address without a length is that address alone.</summary>
    /// <exception cref="FormatException">Names the entry that is wrong.</exception>
    public static IReadOnlyList<IPNetwork> ParseNetworks(string? text, string setting) =>
        [.. Entries(text).Select(entry => ParseNetwork(entry)
            ?? throw new FormatException($"{setting}: '{entry}' is not a network such as 10.0.0.0/8 or an address."))];

    public static bool Contains(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(networks);
        var plain = Normalize(address);
        foreach (var network in networks)
        {
            if (network.Contains(plain))
                return true;
        }

        return false;
    }

    internal static string[] Entries(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IPNetwork? ParseNetwork(string entry)
    {
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        var text = slash < 0 ? entry : entry[..slash];
        // IPAddress.Parse takes "10.1" for 10.0.0.1, which in a list of networks is more likely a slip.
        if (!IPAddress.TryParse(text, out var parsed) || (!text.Contains(':', StringComparison.Ordinal) && text.Count(c => c == '.') != 3))
            return null;
        var address = Normalize(parsed);
        var bits = address.GetAddressBytes();
        var length = bits.Length * 8;
        if (slash >= 0 && (!int.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits.Length * 8))
            return null;
        // People write 10.0.0.5/8 and mean the network it lies in.
        for (var bit = length; bit < bits.Length * 8; bit++)
            bits[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bits), length);
    }
}
