using ChatFlow.Core.Channels;

namespace ChatFlow.Core.Organizations.Health;

/// <summary>What a measurement found, of the last <see cref="ConnectionVerdict.Window"/> unless said otherwise.</summary>
/// <param name="Previous">The state before, null at the first measurement, and since when it holds.</param>
/// <param name="Paused">Sending is paused: logged out, or the token was refused.</param>
/// <param name="LastInboundAt">When we took in the last message of a customer, ever.</param>
/// <param name="LastAcceptedAt">When the provider took the last message of ours, ever.</param>
/// <param name="LastAcknowledgedAt">When the provider last told of a message of ours: delivered, read or failed, ever.</param>
/// <param name="Sends">Messages of ours that the provider took more than a minute ago.</param>
/// <param name="Unacknowledged">Those of them of which nothing was heard since.</param>
/// <param name="SilentContacts">To how many people these went: one phone that is off is no fault of ours.</param>
/// <param name="Refused">Messages that failed before the provider took them, or whose fate is not known.</param>
/// <param name="QueueOldestAt">When the oldest waiting message was due.</param>
public sealed record HealthFacts(
    DateTimeOffset Now,
    ChannelType Type,
    ConnectionStatus Status,
    bool Paused,
    HealthState? Previous = null,
    DateTimeOffset PreviousSince = default,
    DateTimeOffset? LastInboundAt = null,
    DateTimeOffset? LastAcceptedAt = null,
    DateTimeOffset? LastAcknowledgedAt = null,
    int Sends = 0,
    int Unacknowledged = 0,
    int SilentContacts = 0,
    int Refused = 0,
    int QueueLength = 0,
    DateTimeOffset? QueueOldestAt = null);

/// <summary>Decides how a connection is doing. Pure: its cases are a table.</summary>
public static class ConnectionVerdict
{
    /// <summary>How far back traffic counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>After this a send should have been heard of (delivered comes in seconds where the phone is on).</summary>
    public static readonly TimeSpan AcknowledgedWithin = TimeSpan.FromSeconds(60);

    /// <summary>A due message that waits longer is stuck, unless others leave meanwhile (numbers are paced).</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(2);

    private const int FewestSilentSends = 5;
    private const int FewestSilentContacts = 3;
    private const int FewestRefusals = 3;

    public static HealthState Decide(HealthFacts facts)
    {
        var receives = IsRecent(facts.LastInboundAt, facts.Now);
        var heard = receives || IsRecent(facts.LastAcknowledgedAt, facts.Now);
        var accepted = IsRecent(facts.LastAcceptedAt, facts.Now);
        if (!CanSend(facts, accepted))
            return receives ? HealthState.ReceivesOnly : HealthState.Disconnected;
        if (!heard && IsSilent(facts))
            return HealthState.SendsOnly;
        if (facts.Previous is { } previous && !IsOver(previous, facts))
            return previous;
        return heard || accepted ? HealthState.Working : HealthState.Quiet;
    }

    /// <summary>What people are told of while it lasts. A connection that nobody has set up yet is no incident.</summary>
    public static bool IsIncident(HealthState state, bool paused) => state switch
    {
        HealthState.ReceivesOnly or HealthState.SendsOnly => true,
        HealthState.Disconnected => paused,
        HealthState.Working or HealthState.Quiet => false,
    };

    private static bool CanSend(HealthFacts facts, bool accepted)
    {
        if (facts.Paused || facts.Status == ConnectionStatus.Disconnected)
            return false;
        var stuck = facts.QueueLength > 0 && facts.QueueOldestAt < facts.Now - StuckAfter;
        return accepted || (!stuck && facts.Refused < FewestRefusals);
    }

    // The test phone is not always on the table: its silence says nothing.
    private static bool IsSilent(HealthFacts facts) => facts.Type != ChannelType.Simulator
        && facts.Sends >= FewestSilentSends && facts.Unacknowledged == facts.Sends && facts.SilentContacts >= FewestSilentContacts;

    // That nobody sends any more does not prove that it works again: a fault ends by a message that gets through.
    private static bool IsOver(HealthState previous, HealthFacts facts) => previous switch
    {
        HealthState.SendsOnly => facts.LastInboundAt > facts.PreviousSince || facts.LastAcknowledgedAt > facts.PreviousSince,
        HealthState.ReceivesOnly => facts.LastAcceptedAt > facts.PreviousSince || (facts.QueueLength == 0 && facts.Refused == 0),
        HealthState.Working or HealthState.Quiet or HealthState.Disconnected => true,
    };

    private static bool IsRecent(DateTimeOffset? at, DateTimeOffset now) => at > now - Window;
}
