using System.Text.RegularExpressions;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>What a condition speaks of. Those of a run (trigger, context, execution) are missing where there is none yet.</summary>
public enum ConditionSubject
{
    ContactName,
    ContactPhone,
    ContactEmail,
    ContactLanguage,
    ContactTimezone,
    ContactCreatedAt,
    ContactLastInboundAt,
    ContactTags,
    ContactLeadScore,
    ContactOptedIn,
    ContactStage,
    ContactCustomField,
    ConversationState,
    ConversationHolder,
    ConversationLastFrom,
    ConversationLastMessageAt,
    ConversationWindowOpen,
    Trigger,
    Context,
    ExecutionStep,
    ExecutionSent,
    ExecutionAgeHours,
    OrderCount,
    OrderTotal,
    EventCount,
    NowHour,
    NowWeekday,
    NowDate,
}

/// <summary>What kind of value stands at a path; <see cref="Any"/> is decided by what it is compared with.</summary>
public enum ConditionKind
{
    Text,
    Number,
    Flag,
    Moment,
    List,
    Any,
}

/// <param name="Name">The custom field, the dotted path inside the trigger's data or the context, or the event's name.</param>
public readonly partial record struct ConditionPath(ConditionSubject Subject, string? Name = null)
{
    private const int LongestName = 100;

    private static readonly Dictionary<string, ConditionSubject> s_fixed = new(StringComparer.Ordinal)
    {
        ["contact.name"] = ConditionSubject.ContactName,
        ["contact.phone"] = ConditionSubject.ContactPhone,
        ["contact.email"] = ConditionSubject.ContactEmail,
        ["contact.language"] = ConditionSubject.ContactLanguage,
        ["contact.timezone"] = ConditionSubject.ContactTimezone,
        ["contact.created_at"] = ConditionSubject.ContactCreatedAt,
        ["contact.last_inbound_at"] = ConditionSubject.ContactLastInboundAt,
        ["contact.tags"] = ConditionSubject.ContactTags,
        ["contact.lead_score"] = ConditionSubject.ContactLeadScore,
        ["contact.opted_in"] = ConditionSubject.ContactOptedIn,
        ["contact.stage"] = ConditionSubject.ContactStage,
        ["contact.status"] = ConditionSubject.ContactStage,
        ["conversation.state"] = ConditionSubject.ConversationState,
        ["conversation.assignee"] = ConditionSubject.ConversationHolder,
        ["conversation.holder"] = ConditionSubject.ConversationHolder,
        ["conversation.last_from"] = ConditionSubject.ConversationLastFrom,
        ["conversation.last_message_at"] = ConditionSubject.ConversationLastMessageAt,
        ["conversation.window_open"] = ConditionSubject.ConversationWindowOpen,
        ["exec.step"] = ConditionSubject.ExecutionStep,
        ["exec.sent"] = ConditionSubject.ExecutionSent,
        ["exec.age_hours"] = ConditionSubject.ExecutionAgeHours,
        ["order.count"] = ConditionSubject.OrderCount,
        ["order.total"] = ConditionSubject.OrderTotal,
        ["now.hour"] = ConditionSubject.NowHour,
        ["now.weekday"] = ConditionSubject.NowWeekday,
        ["now.date"] = ConditionSubject.NowDate,
    };

    /// <summary>The fixed paths, for whoever offers them.</summary>
    public static IReadOnlyCollection<string> Known => s_fixed.Keys;

    public ConditionKind Kind => Subject switch
    {
        ConditionSubject.ContactName or ConditionSubject.ContactPhone or ConditionSubject.ContactEmail or ConditionSubject.ContactLanguage
            or ConditionSubject.ContactTimezone or ConditionSubject.ContactStage or ConditionSubject.ConversationState
            or ConditionSubject.ConversationHolder or ConditionSubject.ConversationLastFrom or ConditionSubject.NowWeekday => ConditionKind.Text,
        ConditionSubject.ContactLeadScore or ConditionSubject.ExecutionStep or ConditionSubject.ExecutionSent or ConditionSubject.ExecutionAgeHours
            or ConditionSubject.OrderCount or ConditionSubject.OrderTotal or ConditionSubject.EventCount or ConditionSubject.NowHour => ConditionKind.Number,
        ConditionSubject.ContactOptedIn or ConditionSubject.ConversationWindowOpen => ConditionKind.Flag,
        ConditionSubject.ContactCreatedAt or ConditionSubject.ContactLastInboundAt or ConditionSubject.ConversationLastMessageAt
            or ConditionSubject.NowDate => ConditionKind.Moment,
        ConditionSubject.ContactTags => ConditionKind.List,
        ConditionSubject.ContactCustomField or ConditionSubject.Trigger or ConditionSubject.Context => ConditionKind.Any,
    };

    /// <summary>Counts and sums may look at a stretch of time only.</summary>
    public bool TakesWithin => Subject is ConditionSubject.OrderCount or ConditionSubject.OrderTotal or ConditionSubject.EventCount;

    public static bool TryParse(string? text, out ConditionPath path)
    {
        path = default;
        if (text is null)
            return false;
        if (s_fixed.TryGetValue(text, out var subject))
            path = new ConditionPath(subject);
        else if (After(text, "contact.custom_fields.") is { } field)
            path = new ConditionPath(ConditionSubject.ContactCustomField, field);
        else if (After(text, "trigger.") is { } inTrigger)
            path = new ConditionPath(ConditionSubject.Trigger, inTrigger);
        else if (After(text, "ctx.") is { } inContext)
            path = new ConditionPath(ConditionSubject.Context, inContext);
        else if (EventCount().Match(text) is { Success: true } match)
            path = new ConditionPath(ConditionSubject.EventCount, match.Groups[1].Value);
        else
            return false;
        return true;
    }

    public override string ToString() => Subject switch
    {
        ConditionSubject.ContactCustomField => $"contact.custom_fields.{Name}",
        ConditionSubject.Trigger => $"trigger.{Name}",
        ConditionSubject.Context => $"ctx.{Name}",
        ConditionSubject.EventCount => $"event.count(\"{Name}\")",
        _ => NameOf(Subject),
    };

    private static string NameOf(ConditionSubject subject) => s_fixed.First(f => f.Value == subject).Key;

    private static string? After(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && text.Length > prefix.Length && text.Length - prefix.Length <= LongestName
        && !text.Contains('\0', StringComparison.Ordinal)
            ? text[prefix.Length..]
            : null;

    [GeneratedRegex("""^event\.count\(["']([^"'\0]{1,100})["']\)$""", RegexOptions.CultureInvariant)]
    private static partial Regex EventCount();
}
