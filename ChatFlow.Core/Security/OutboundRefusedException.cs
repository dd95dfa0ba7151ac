namespace ChatFlow.Core.Security;

/// <summary>Why the guard refused an outgoing call.</summary>
public enum OutboundRefusal
{
    /// <summary>Not an absolute http or https address, or one with a name and password in it.</summary>
    Malformed,

    /// <summary>http to an address outside Outbound:AllowedNetworks.</summary>
    NotHttps,

    /// <summary>A port of a public address that is not in Outbound:AllowedPorts.</summary>
    Port,

    /// <summary>The name leads to an address that is neither public nor in Outbound:AllowedNetworks.</summary>
    PrivateAddress,
}

/// <summary>
/// An outgoing call that was not made: nothing left this machine. It is an <see cref="HttpRequestException"/>, so that
/// who treats every failed call alike needs no second catch. The message does not tell the address that a name has
/// here: that would let a tenant map the network.
/// </summary>
public sealed class OutboundRefusedException : HttpRequestException
{
    public OutboundRefusedException()
    {
    }

    public OutboundRefusedException(string message)
        : base(message)
    {
    }

    public OutboundRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public OutboundRefusedException(OutboundRefusal reason)
        : base(Describe(reason)) => Reason = reason;

    public OutboundRefusal Reason { get; }

    internal static string Describe(OutboundRefusal reason) => reason switch
    {
        OutboundRefusal.Malformed => "The address must be an absolute http or https URL without a user name.",
        OutboundRefusal.NotHttps => "The address must use https.",
        OutboundRefusal.Port => "The address uses a port that is not allowed.",
        OutboundRefusal.PrivateAddress => "The address leads into a private network, which this installation does not allow.",
    };
}
