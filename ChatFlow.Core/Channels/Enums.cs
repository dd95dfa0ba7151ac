namespace ChatFlow.Core.Channels;

public enum ChannelType
{
    EvolutionApi,
    MetaApi,
    Simulator,
}

public enum ConnectionStatus
{
    Disconnected,
    Connecting,
    Connected,
}

public enum MessageDirection
{
    Inbound,
    Outbound,
}

public enum MessageType
{
    Text,
    Image,
    Video,
    Audio,
    Document,
    Sticker,
    Location,
    Contact,
    Interactive,
    Template,
    System,
    Unsupported,
}

/// <summary>
/// How far a message has come. <c>Unknown</c>: the request was written and no answer came; never resent by itself,
/// settled by the provider's webhook, then shown to a person.
/// </summary>
public enum MessageStatus
{
    Pending,
    Sent,
    Delivered,
    Read,
    Failed,
    Unknown,
}

/// <summary>Why a provider refused, as far as what to do next depends on it.</summary>
public enum ChannelErrorClass
{
    /// <summary>Token or key refused: the channel pauses until someone mends it.</summary>
    Authentication,

    /// <summary>Account blocked, unpaid or restricted.</summary>
    Account,

    /// <summary>Wrong id, parameter or an instance that does not exist.</summary>
    Configuration,

    /// <summary>Provably not sent and worth another try later.</summary>
    Retry,

    /// <summary>This contact cannot be reached.</summary>
    Unreachable,

    /// <summary>The 24-hour window is closed; only a template may be sent.</summary>
    NeedsTemplate,

    /// <summary>The provider holds messages to this contact back for now.</summary>
    NotNow,

    /// <summary>The contact stopped marketing messages inside WhatsApp.</summary>
    OptedOut,

    /// <summary>A template is missing, paused or filled wrongly.</summary>
    Template,

    /// <summary>Media could not be fetched or uploaded.</summary>
    Media,

    /// <summary>Nothing known about this failure; permanent.</summary>
    Other,
}

/// <summary>What a provider's notice is about.</summary>
public enum ChannelNoticeKind
{
    Account,
    Alert,
    Number,
    Capability,
    Error,
}

public enum ChannelNoticeEffect
{
    /// <summary>Only to be known.</summary>
    None,

    /// <summary>Automatic messages stop, answers go on.</summary>
    HoldsAutomation,

    /// <summary>Nothing may be sent.</summary>
    StopsSending,

    /// <summary>Send slower for a while.</summary>
    Slower,
}
