using System.ComponentModel.DataAnnotations;

namespace ChatFlow.Core.Channels.MetaCloud;

public sealed class MetaOptions
{
    public const string Section = "Meta";

    /// <summary>The Graph version of our calls. Webhooks have their own, chosen in Meta's app dashboard.</summary>
    [Required, RegularExpression(@"^v\d+\.\d+$")]
    public string Version { get; set; } = "v25.0";
}
