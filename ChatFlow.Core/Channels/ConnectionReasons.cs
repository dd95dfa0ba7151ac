namespace ChatFlow.Core.Channels;

/// <summary>Why a connection is not open, in words that the interface can translate. Other reasons read <c>code_NNN</c>.</summary>
public static class ConnectionReasons
{
    /// <summary>Unlinked on the phone: a new pairing is needed, nothing can be sent.</summary>
    public const string LoggedOut = "logged_out";

    /// <summary>WhatsApp refuses the number (banned or restricted).</summary>
    public const string Blocked = "blocked";

    /// <summary>A QR code is waiting to be scanned.</summary>
    public const string Pairing = "pairing";

    /// <summary>Nobody scanned the QR code in time; ask for a new one.</summary>
    public const string PairingExpired = "pairing_expired";

    /// <summary>It connects and breaks off again and again: the gateway or the phone's line needs somebody.</summary>
    public const string Unstable = "unstable";

    /// <summary>The instance no longer exists on the gateway.</summary>
    public const string InstanceRemoved = "instance_removed";
}
