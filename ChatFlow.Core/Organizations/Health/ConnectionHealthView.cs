using System.Text.Json;

namespace ChatFlow.Core.Organizations.Health;

/// <summary>How the connection does, as pages and the REST interface show it.</summary>
/// <param name="Since">Since when it is in this state.</param>
/// <param name="Sends">Messages of the last quarter of an hour that the provider took over a minute ago.</param>
/// <param name="Unacknowledged">Those of them of which nothing was heard: not delivered, read or failed.</param>
/// <param name="QueueOldestAt">When the oldest message that still waits was due.</param>
/// <param name="Errors">Failures of the last 24 hours by class.</param>
/// <param name="IncidentSince">Since when something is wrong; null when nothing is.</param>
public sealed record ConnectionHealthView(
    HealthState State,
    DateTimeOffset Since,
    DateTimeOffset MeasuredAt,
    DateTimeOffset? LastInboundAt,
    DateTimeOffset? LastAcknowledgedAt,
    int Sends,
    int Unacknowledged,
    int QueueLength,
    DateTimeOffset? QueueOldestAt,
    IReadOnlyDictionary<string, int> Errors,
    DateTimeOffset? IncidentSince)
{
    internal static ConnectionHealthView Of(ConnectionHealth health) => new(
        health.State, health.StateSince, health.MeasuredAt, health.LastInboundAt, health.LastAcknowledgedAt, health.Sends, health.Unacknowledged,
        health.QueueLength, health.QueueOldestAt, JsonSerializer.Deserialize<Dictionary<string, int>>(health.Errors)!, health.IncidentSince);
}
