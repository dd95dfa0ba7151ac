using System.Globalization;
using System.Text;

namespace ChatFlow.Core.Live;

/// <summary>
/// Events as the text of a NOTIFY: the sender's node, then a line an event (kind, organization, contact, id). PostgreSQL
/// takes payloads below 8000 bytes, so that many events become several payloads.
/// </summary>
internal static class LivePayload
{
    private const int LongestPayload = 7_900;

    public static IReadOnlyList<string> Write(string node, IReadOnlyCollection<LiveEvent> events)
    {
        var payloads = new List<string>();
        var text = new StringBuilder(node);
        foreach (var live in events)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"\n{(int)live.Kind} {live.OrganizationId:N} {live.ContactId:N} {live.Id:N}");
            if (text.Length + line.Length > LongestPayload)
            {
                payloads.Add(text.ToString());
                text.Clear().Append(node);
            }

            text.Append(line);
        }

        if (text.Length > node.Length)
            payloads.Add(text.ToString());
        return payloads;
    }

    /// <summary>The events of another node; none for our own payloads. Lines of a newer version that we do not know are left out.</summary>
    public static IReadOnlyList<LiveEvent> Read(string node, string payload)
    {
        var lines = payload.Split('\n');
        if (lines[0] == node)
            return [];
        var events = new List<LiveEvent>(lines.Length - 1);
        foreach (var line in lines.AsSpan(1))
        {
            if (line.Split(' ') is [var kindText, var organizationText, var contactText, var idText]
                && int.TryParse(kindText, NumberStyles.None, CultureInfo.InvariantCulture, out var kind) && Enum.IsDefined((LiveKind)kind)
                && Guid.TryParse(organizationText, out var organization))
                events.Add(new LiveEvent(organization, (LiveKind)kind, Optional(contactText), Optional(idText)));
        }

        return events;
    }

    private static Guid? Optional(string text) => Guid.TryParse(text, out var id) ? id : null;
}
