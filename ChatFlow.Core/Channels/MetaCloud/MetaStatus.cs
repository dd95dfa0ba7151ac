using System.Globalization;
using System.Text.Json;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>One entry of <c>statuses[]</c>.</summary>
internal static class MetaStatus
{
    public static InboundEvent Read(JsonElement status, DateTimeOffset at)
    {
        at = WebhookJson.Moment(status.Long("timestamp")) ?? at;
        if (status.Text("recipient_type") == "group")
            return new Ignored("A status of a group.", at);
        if (status.Text("id") is not { } id)
            return new Ignored("A status without an id.", at);
        var correlation = status.Text("biz_opaque_callback_data");
        return status.Text("status")?.ToLowerInvariant() switch
        {
            "sent" => new StatusChanged(id, MessageStatus.Sent, at, null, correlation, Pricing(status)),
            "delivered" => new StatusChanged(id, MessageStatus.Delivered, at, null, correlation, Pricing(status)),
            "read" or "played" => new StatusChanged(id, MessageStatus.Read, at, null, correlation, Pricing(status)),
            "failed" => new StatusChanged(id, MessageStatus.Failed, at, Error(status.Get("errors").Items().FirstOrDefault()), correlation),
            _ => new Ignored("An unknown status.", at),
        };
    }

    private static MessagePricing? Pricing(JsonElement status)
    {
        var pricing = status.Get("pricing");
        // "type" is newer than "billable"; either alone says whether it costs.
        var type = pricing.Text("type")?.ToLowerInvariant();
        return pricing.Text("category") is { Length: > 0 and <= 40 } category
            ? new MessagePricing(pricing.Flag("billable") ?? type is null or "regular", category.ToLowerInvariant(), type is { Length: > 40 } ? null : type)
            : null;
    }

    private static ChannelError Error(JsonElement error)
    {
        var words = error.Get("error_data").Text("details") ?? error.Text("message") ?? error.Text("title") ?? "WhatsApp gave no reason.";
        return error.Long("code") is { } code and >= 0 and <= int.MaxValue
            ? new(code.ToString(CultureInfo.InvariantCulture), MetaErrors.ClassOf((int)code), ProviderWords.Cut(words))
            : new("failed", ChannelErrorClass.Other, ProviderWords.Cut(words));
    }
}
