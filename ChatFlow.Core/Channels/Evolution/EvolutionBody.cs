using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>The layers around a message's content: wrappers, metadata, quotes and where an advertisement led from.</summary>
internal static class EvolutionBody
{
    // Real messages nest two or three deep; more is somebody playing.
    private const int MaxWrappers = 10;

    private static readonly HashSet<string> s_wrappers =
    [
        "ephemeralMessage", "viewOnceMessage", "viewOnceMessageV2", "viewOnceMessageV2Extension", "documentWithCaptionMessage",
        "editedMessage", "deviceSentMessage", "groupMentionedMessage", "botInvokeMessage", "lottieStickerMessage",
    ];

    private static readonly HashSet<string> s_metadata =
        ["messageContextInfo", "base64", "mediaUrl", "senderKeyDistributionMessage", "speechToText"];

    /// <summary>Messages of the protocol that a person neither wrote nor can see.</summary>
    private static readonly HashSet<string> s_noise =
    [
        "secretEncryptedMessage", "encReactionMessage", "albumMessage", "pinInChatMessage", "keepInChatMessage",
        "fastRatchetKeySenderKeyDistributionMessage", "messageHistoryBundle", "messageHistoryNotice", "placeholderMessage",
    ];

    public static bool IsNoise(string type) => s_noise.Contains(type) || s_metadata.Contains(type);

    /// <summary>The innermost content's type and object; no type when there is no message at all (a view-once one).</summary>
    public static (string? Type, JsonElement Inner) Open(JsonElement data)
    {
        var said = data.Text("messageType");
        var (type, inner) = Unwrap(data.Get("message"), said);
        if (type is null && data.Get("message").Exists() && data.Get("message").EnumerateObjectOrEmpty().Any())
            return ("messageContextInfo", default);
        // A type without its object: say at least what it was, unless it is only a layer.
        return (type ?? (said is not null && !s_wrappers.Contains(said) && !s_metadata.Contains(said) ? said : null), inner);
    }

    /// <summary>Takes the layers off. <paramref name="said"/> is the type that the sender named, if any.</summary>
    public static (string? Type, JsonElement Inner) Unwrap(JsonElement message, string? said = null)
    {
        for (var depth = 0; depth < MaxWrappers; depth++)
        {
            if (Wrapped(message) is not { } inside)
                break;
            message = inside;
        }

        if (said is not null && !s_wrappers.Contains(said) && !s_metadata.Contains(said) && message.Get(said).Exists())
            return (said, message.Get(said));
        // messageContextInfo may come first: the first key decides nothing.
        foreach (var member in message.EnumerateObjectOrEmpty())
        {
            if (!s_metadata.Contains(member.Name) && member.Value.Exists())
                return (member.Name, member.Value);
        }

        return (null, default);
    }

    /// <summary>The quoted message's id: only stanzaId makes a quote, contextInfo alone does not.</summary>
    public static string? Quote(JsonElement data, JsonElement inner) =>
        data.Get("contextInfo").Text("stanzaId") ?? inner.Get("contextInfo").Text("stanzaId");

    public static JsonObject? Context(JsonElement data, JsonElement inner)
    {
        var context = data.Get("contextInfo").Exists() ? data.Get("contextInfo") : inner.Get("contextInfo");
        var ad = context.Get("externalAdReply");
        var source = context.Text("entryPointConversionSource");
        // A plain link preview uses the same object, and a search result names a source too; only these tell an advertisement.
        var isAd = ad.Text("ctwaClid") is not null || ad.Text("sourceId") is not null || ad.Text("sourceType") == "ad"
            || source?.StartsWith("ctwa", StringComparison.Ordinal) == true;
        return MessageDetails.Of(
            ("forwarded", context.Flag("isForwarded") == true ? true : null),
            ("referral", !isAd ? null : MessageDetails.Of(
                ("sourceId", ad.Text("sourceId")),
                ("sourceUrl", ad.Text("sourceUrl")),
                ("sourceType", ad.Text("sourceType") ?? source),
                ("headline", ad.Text("title")),
                ("body", ad.Text("body")),
                ("clickId", ad.Text("ctwaClid")))));
    }

    private static JsonElement? Wrapped(JsonElement message)
    {
        foreach (var member in message.EnumerateObjectOrEmpty())
        {
            if (s_wrappers.Contains(member.Name) && member.Value.Get("message").ValueKind == JsonValueKind.Object)
                return member.Value.Get("message");
        }

        return null;
    }

    private static IEnumerable<JsonProperty> EnumerateObjectOrEmpty(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : [];
}
