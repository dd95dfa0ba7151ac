namespace ChatFlow.Core.Security;

/// <summary>Names of the HTTP clients. Nothing else in the code opens an outgoing connection.</summary>
public static class OutboundHttp
{
    /// <summary>For addresses that a tenant typed in: every address is checked when connecting (Outbound:AllowedNetworks).</summary>
    public const string Guarded = "guarded";

    /// <summary>For Meta's own address, which is the operator's configuration (Outbound:MetaBaseUrl), not a tenant's.</summary>
    public const string Meta = "meta";
}
