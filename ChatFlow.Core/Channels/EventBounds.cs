using System.Security.Cryptography;
using System.Text;

namespace ChatFlow.Core.Channels;

/// <summary>
/// Ids that no provider makes, longer than the database keeps, become their hash: the event still counts, once, and whatever
/// speaks of the same id finds it. Genuine ids pass untouched.
/// </summary>
internal static class EventBounds
{
    /// <summary>The width of <c>messages.whatsapp_message_id</c> and <c>reply_to</c>.</summary>
    public const int LongestId = 255;

    private const int LongestReason = 100;

    public static ParsedWebhook Keep(ParsedWebhook parsed)
    {
        for (var i = 0; i < parsed.Events.Count; i++)
        {
            if (!Fits(parsed.Events[i].Event))
                return parsed with { Events = [.. parsed.Events.Select(e => e with { Event = Shorten(e.Event) })] };
        }

        return parsed;
    }

    private static bool Fits(InboundEvent e) => e switch
    {
        MessageReceived m => Fits(m.ProviderMessageId) && Fits(m.ReplyToProviderId),
        MessageEchoed m => Fits(m.ProviderMessageId) && Fits(m.ReplyToProviderId),
        StatusChanged s => Fits(s.ProviderMessageId) && s.Error is not { Code.Length: > LongestReason },
        MessageEdited m => Fits(m.ProviderMessageId),
        MessageDeleted m => Fits(m.ProviderMessageId),
        ReactionChanged r => Fits(r.TargetProviderId),
        ConnectionChanged c => c.Reason is not { Length: > LongestReason },
        _ => true,
    };

    private static InboundEvent Shorten(InboundEvent e) => e switch
    {
        MessageReceived m => m with { ProviderMessageId = Id(m.ProviderMessageId), ReplyToProviderId = Optional(m.ReplyToProviderId) },
        MessageEchoed m => m with { ProviderMessageId = Id(m.ProviderMessageId), ReplyToProviderId = Optional(m.ReplyToProviderId) },
        StatusChanged s => s with
        {
            ProviderMessageId = Id(s.ProviderMessageId),
            Error = s.Error is { Code.Length: > LongestReason } error ? error with { Code = Id(error.Code, LongestReason) } : s.Error,
        },
        MessageEdited m => m with { ProviderMessageId = Id(m.ProviderMessageId) },
        MessageDeleted m => m with { ProviderMessageId = Id(m.ProviderMessageId) },
        ReactionChanged r => r with { TargetProviderId = Id(r.TargetProviderId) },
        ConnectionChanged c => c with { Reason = c.Reason is null ? null : Id(c.Reason, LongestReason) },
        _ => e,
    };

    private static bool Fits(string? id) => id is not { Length: > LongestId };

    private static string? Optional(string? id) => id is null ? null : Id(id);

    private static string Id(string id, int longest = LongestId) =>
        id.Length <= longest ? id : "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
