using System.Text.Json;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>What Meta tells about templates, the account and the number (contracts/meta-cloud.md sections 4 and 9).</summary>
internal static class MetaNotices
{
    /// <summary>Null for a field that is none of these.</summary>
    public static IReadOnlyList<InboundEvent>? Read(string field, JsonElement value, DateTimeOffset at) => field switch
    {
        "message_template_status_update" => [Template(value, at, (name, language, id) => new TemplateChanged(
            name, language, at, id, StatusOf(value.Text("event")), CategoryOf(value.Text("message_template_category")), Reason: Reason(value)))],
        "message_template_quality_update" => [Template(value, at, (name, language, id) => new TemplateChanged(
            name, language, at, id, Quality: Word(value.Text("new_quality_score"))))],
        "template_category_update" => [Template(value, at, (name, language, id) => new TemplateChanged(
            name, language, at, id, Category: CategoryOf(value.Text("new_category"))))],
        "account_update" => Account(value, at),
        "account_alerts" => [new ChannelNoticed(
            ChannelNoticeKind.Alert, Word(value.Text("alert_type") ?? value.Get("alert_info").Text("alert_type")) ?? "ALERT",
            Words(value.Text("alert_description") ?? value.Get("alert_info").Text("alert_description")), at)],
        "phone_number_quality_update" => [Number(value, at)],
        "business_capability_update" => [new ChannelNoticed(
            ChannelNoticeKind.Capability, "LIMIT", null, at,
            Limit: Word(value.Text("max_daily_conversations_per_business") ?? value.Text("max_daily_conversation_per_phone")))],
        _ => null,
    };

    /// <summary>An error that stands alone in a body concerns the number.</summary>
    public static InboundEvent Error(JsonElement error, DateTimeOffset at)
    {
        var code = error.Long("code") is { } number and >= 0 and <= int.MaxValue ? (int)number : (int?)null;
        var effect = code is { } known && MetaErrors.IsThrottle(known) ? ChannelNoticeEffect.Slower : ChannelNoticeEffect.None;
        return new ChannelNoticed(
            ChannelNoticeKind.Error, Word(error.Text("code")) ?? "error",
            Words(error.Get("error_data").Text("details") ?? error.Text("message") ?? error.Text("title")), at, effect);
    }

    public static TemplateStatus StatusOf(string? word) => word?.ToUpperInvariant() switch
    {
        // Unpaused, unarchived: it may be sent again.
        "APPROVED" or "REINSTATED" or "UNPAUSED" or "UNARCHIVED" => TemplateStatus.Approved,
        // Flagged for quality, still sendable.
        "FLAGGED" => TemplateStatus.Approved,
        "PENDING" => TemplateStatus.Pending,
        "REJECTED" => TemplateStatus.Rejected,
        "PAUSED" => TemplateStatus.Paused,
        "DISABLED" => TemplateStatus.Disabled,
        "IN_APPEAL" => TemplateStatus.InAppeal,
        "PENDING_DELETION" => TemplateStatus.PendingDeletion,
        "DELETED" => TemplateStatus.Deleted,
        "LIMIT_EXCEEDED" => TemplateStatus.LimitExceeded,
        "ARCHIVED" => TemplateStatus.Archived,
        _ => TemplateStatus.Other,
    };

    public static TemplateCategory? CategoryOf(string? word) => word?.ToUpperInvariant() switch
    {
        null or "" => null,
        "MARKETING" => TemplateCategory.Marketing,
        "UTILITY" => TemplateCategory.Utility,
        "AUTHENTICATION" => TemplateCategory.Authentication,
        _ => TemplateCategory.Other,
    };

    private static InboundEvent Template(JsonElement value, DateTimeOffset at, Func<string, string, string?, InboundEvent> make) =>
        value.Text("message_template_name") is { Length: > 0 and <= 512 } name && value.Text("message_template_language") is { Length: > 0 and <= 20 } language
            ? make(name, language, Word(value.Text("message_template_id")))
            : new Ignored("A template without a name.", at);

    private static string? Reason(JsonElement value) => value.Text("reason")?.ToUpperInvariant() is null or "NONE"
        ? null
        : Words(value.Get("rejection_info").Text("reason") ?? value.Get("disable_info").Text("disable_date") ?? value.Text("reason"));

    private static List<InboundEvent> Account(JsonElement value, DateTimeOffset at)
    {
        var word = Word(value.Text("event")) ?? "UPDATE";
        var ban = Word(value.Get("ban_info").Text("waba_ban_state"));
        var restrictions = value.Get("restriction_info").Items().ToList();
        var campaigns = restrictions.Find(r => r.Text("restriction_type") is "RESTRICTED_BIZ_INITIATED_MESSAGING");
        var answers = restrictions.Find(r => r.Text("restriction_type") is "RESTRICTED_CUSTOMER_INITIATED_MESSAGING");
        var detail = Words(ban ?? string.Join(", ", restrictions.Select(r => r.Text("restriction_type")).OfType<string>())
            .Or(value.Get("violation_info").Text("violation_type")));
        var effect = word switch
        {
            // Whatever the state, nothing leaves until the number has been asked: a reinstated account answers and sends again.
            "DISABLED_UPDATE" => ban is "SCHEDULE_FOR_DISABLE" ? ChannelNoticeEffect.None : ChannelNoticeEffect.StopsSending,
            "ACCOUNT_DELETED" or "PARTNER_REMOVED" => ChannelNoticeEffect.StopsSending,
            "ACCOUNT_RESTRICTION" when answers.Exists() => ChannelNoticeEffect.StopsSending,
            "ACCOUNT_RESTRICTION" when campaigns.Exists() => ChannelNoticeEffect.HoldsAutomation,
            _ => ChannelNoticeEffect.None,
        };
        return [new ChannelNoticed(ChannelNoticeKind.Account, word, detail, at, effect, WebhookJson.Moment(campaigns.Long("expiration")))];
    }

    private static ChannelNoticed Number(JsonElement value, DateTimeOffset at)
    {
        var word = Word(value.Text("event")) ?? "UPDATE";
        return new ChannelNoticed(ChannelNoticeKind.Number, word, null, at, Quality: word switch
        {
            "FLAGGED" => "RED",
            "UNFLAGGED" => "GREEN",
            _ => null,
        }, Limit: Word(value.Text("current_limit") ?? value.Text("max_daily_conversations_per_business")));
    }

    private static string Or(this string text, string? other) => text.Length > 0 ? text : other ?? "";

    private static string? Words(string? text) => string.IsNullOrWhiteSpace(text) ? null : ProviderWords.Cut(text);

    // Machine words go into narrow columns.
    private static string? Word(string? text) => text is null ? null : text.Length <= 60 ? text.ToUpperInvariant() : text[..60].ToUpperInvariant();
}
