using System.Globalization;
using System.Text.Json;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>What a body says beside its data.</summary>
/// <param name="Event">Lower case with dots, however it was written.</param>
/// <param name="Own">The instance's own address; used for nothing but recognising notes to oneself.</param>
/// <param name="At">When the gateway made the event.</param>
internal sealed record EvolutionEnvelope(string Event, JsonElement Data, Jid Own, DateTimeOffset At)
{
    private static readonly TimeSpan s_zoneStep = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_clockError = TimeSpan.FromMinutes(2);

    public static EvolutionEnvelope? Read(JsonElement root, DateTimeOffset receivedAt) =>
        root.Text("event") is not { } name
            ? null
            : new(
                name.Trim().ToLowerInvariant().Replace('_', '.').Replace('-', '.'),
                root.Get("data"),
                Jid.Parse(root.Text("sender")),
                Time(root.Text("date_time"), receivedAt));

    /// <summary>
    /// <c>date_time</c> is the server's local time with a false "Z". Its distance from the time of arrival, rounded to
    /// zones of half an hour, gives the zone away, and so an event that was retried for minutes keeps its place in order.
    /// </summary>
    internal static DateTimeOffset Time(string? written, DateTimeOffset receivedAt)
    {
        if (!DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var local))
            return receivedAt;
        var zone = Math.Ceiling((local - receivedAt - s_clockError) / s_zoneStep) * s_zoneStep;
        return zone < TimeSpan.FromHours(-12) || zone > TimeSpan.FromHours(14) ? receivedAt : local - zone;
    }
}
