using System.Text.Json;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Inbox;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>A count or a sum over a contact's events that a condition asks for.</summary>
public sealed record ConditionCount(ConditionPath Path, ConditionSpan? Within);

/// <summary>What is known of the run, where there is one.</summary>
/// <param name="AtEntry">The values of the paths that "changed since entry" asks for, as they were: a JSON object by path.</param>
public sealed record ConditionRun(Instant StartedAt, int Step, int Sent, JsonElement Trigger, JsonElement Context, JsonElement AtEntry);

/// <summary>What a condition is asked of: a contact, its conversation, its events, the run.</summary>
public sealed class ConditionFacts(
    Instant now, DateTimeZone zone, Contact contact, ConversationFacts? conversation, IReadOnlyDictionary<ConditionCount, decimal> counts, ConditionRun? run)
    : IConditionFacts
{
    /// <summary>WhatsApp's day in which free text may be sent, less the margin of research/followups.md section 1.9.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromHours(24) - TimeSpan.FromMinutes(5);

    private JsonElement? _customFields;

    public Instant Now => now;

    public DateTimeZone Zone => zone;

    public object? Find(ConditionPath path, ConditionSpan? within) => path.Subject switch
    {
        ConditionSubject.ContactName => contact.Name,
        ConditionSubject.ContactPhone => contact.Phone,
        ConditionSubject.ContactEmail => contact.Email,
        ConditionSubject.ContactLanguage => contact.Language,
        ConditionSubject.ContactTimezone => contact.TimeZone,
        ConditionSubject.ContactCreatedAt => At(contact.CreatedAt),
        ConditionSubject.ContactLastInboundAt => At(contact.LastInboundAt),
        ConditionSubject.ContactTags => contact.Tags,
        ConditionSubject.ContactLeadScore => (decimal)contact.LeadScore,
        ConditionSubject.ContactOptedIn => contact.OptedOutAt is null,
        ConditionSubject.ContactStage => EnumText<ContactStatus>.Of(contact.Status),
        ConditionSubject.ContactCustomField => Value(CustomFields, path.Name!),
        ConditionSubject.ConversationState => conversation is { } c ? EnumText<ConversationStatus>.Of(c.Status) : null,
        ConditionSubject.ConversationHolder => conversation is { } c ? EnumText<ConversationHolder>.Of(c.Holder) : null,
        ConditionSubject.ConversationLastFrom => conversation?.LastMessageDirection switch
        {
            MessageDirection.Inbound => "contact",
            MessageDirection.Outbound => "us",
            null => null,
        },
        ConditionSubject.ConversationLastMessageAt => At(conversation?.LastMessageAt),
        ConditionSubject.ConversationWindowOpen => contact.LastInboundAt is { } last && last > now.ToDateTimeOffset() - Window,
        ConditionSubject.Trigger => run is null ? null : Inside(run.Trigger, path.Name!),
        ConditionSubject.Context => run is null ? null : Inside(run.Context, path.Name!),
        ConditionSubject.ExecutionStep => run is null ? null : (decimal)run.Step,
        ConditionSubject.ExecutionSent => run is null ? null : (decimal)run.Sent,
        ConditionSubject.ExecutionAgeHours => run is null ? null : (decimal)Math.Round((now - run.StartedAt).TotalHours, 6),
        ConditionSubject.OrderCount or ConditionSubject.OrderTotal or ConditionSubject.EventCount =>
            counts.TryGetValue(new ConditionCount(path, within), out var count) ? count : null,
        ConditionSubject.NowHour => (decimal)now.InZone(zone).Hour,
        ConditionSubject.NowWeekday => EnumText<IsoDayOfWeek>.Of(now.InZone(zone).DayOfWeek),
        ConditionSubject.NowDate => zone.AtStartOfDay(now.InZone(zone).Date).ToInstant(),
    };

    public bool HasChangedSinceEntry(ConditionPath path)
    {
        if (run is not { AtEntry.ValueKind: JsonValueKind.Object } || !run.AtEntry.TryGetProperty(path.ToString(), out var then))
            return false;
        return Snapshot(Find(path, null)) != (then.ValueKind == JsonValueKind.String ? then.GetString() : null);
    }

    /// <summary>A value as it is kept at entry and compared later; null stands for missing.</summary>
    internal static string? Snapshot(object? value) => value switch
    {
        null => null,
        IReadOnlyList<string> list => string.Join('\n', list.Order(StringComparer.Ordinal)),
        Instant at => at.ToString(),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private JsonElement CustomFields => _customFields ??= Parse(contact.CustomFields);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static object? Inside(JsonElement json, string path)
    {
        var names = path.Split('.');
        for (var i = 0; i < names.Length - 1; i++)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(names[i], out json))
                return null;
        }

        return Value(json, names[^1]);
    }

    private static object? Value(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? Value(value) : null;

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetDecimal(out var number) ? number : null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => json.EnumerateArray().Where(i => i.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            .Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : i.GetRawText()).ToList(),
        _ => null,
    };

    private static object? At(DateTimeOffset? at) => at is { } moment ? Instant.FromDateTimeOffset(moment) : null;
}

/// <summary>The part of a conversation that conditions ask for.</summary>
public sealed record ConversationFacts(ConversationStatus Status, ConversationHolder Holder, MessageDirection LastMessageDirection, DateTimeOffset LastMessageAt);
