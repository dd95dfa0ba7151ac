using ChatFlow.Core.Channels;
using ChatFlow.Core.Organizations;

namespace ChatFlow.Web.Components.Connection;

/// <summary>The page's copy of the connection's settings; two that hold the same are equal. Empty secrets keep what is stored.</summary>
public sealed record ConnectionForm
{
    public ChannelType Type { get; set; }
    public string EvolutionUrl { get; set; } = "";
    public string EvolutionInstance { get; set; } = "";
    public string EvolutionKey { get; set; } = "";
    public string MetaAccount { get; set; } = "";
    public string MetaNumber { get; set; } = "";
    public string MetaToken { get; set; } = "";
    public string MetaSecret { get; set; } = "";
    public string MetaVerify { get; set; } = "";

    /// <summary>Records print their members; this one holds secrets.</summary>
    public override string ToString() => nameof(ConnectionForm);

    public static ConnectionForm Of(ConnectionView view) => new()
    {
        Type = view.Type,
        EvolutionUrl = view.Evolution?.Url ?? "",
        EvolutionInstance = view.Evolution?.InstanceName ?? "",
        MetaAccount = view.Meta?.BusinessAccountId ?? "",
        MetaNumber = view.Meta?.PhoneNumberId ?? "",
    };

    public PutConnectionRequest ToRequest() => Type switch
    {
        ChannelType.EvolutionApi => new(Type, new EvolutionInput(EvolutionUrl, EvolutionInstance, Secret(EvolutionKey))),
        ChannelType.MetaApi => new(Type, null, new MetaInput(MetaAccount, MetaNumber, Secret(MetaToken), Secret(MetaSecret), Secret(MetaVerify))),
        ChannelType.Simulator => new(Type),
    };

    private static string? Secret(string text) => text.Length == 0 ? null : text;
}
