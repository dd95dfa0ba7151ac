using System.Globalization;
using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Triggers;

/// <summary>Something that happened outside, as <c>POST /events</c> takes it.</summary>
/// <param name="Type">One of the named types (<c>abandoned_cart</c>, <c>variable</c>, …) or a custom name.</param>
/// <param name="Key">The cart, quote, meeting or form it is about.</param>
public sealed record TriggerEvent(string Type, string? Key, Instant OccurredAt, JsonElement Data);

/// <summary>
/// An outside event. <paramref name="Name"/>: the custom event's name, the action, the variable or the form; null takes
/// any. <paramref name="Value"/>: the variable's value. <paramref name="MinValue"/>: the least cart or quote value.
/// <paramref name="IdleMinutes"/>: further quiet time after the event. <paramref name="CancelEvent"/>: a custom event
/// with the same key that ends the run.
/// </summary>
public sealed record EventTrigger(
    TriggerType Type, string? Name, string? Value, decimal? MinValue, int IdleMinutes, string? CancelEvent) : TriggerConfig(Type)
{
    private const int MostIdle = 30 * 24 * 60;

    /// <summary>Names in an event's data that carry what <see cref="Name"/> is compared with.</summary>
    private static readonly string[] s_names = ["name", "action", "kind", "variable", "path", "form_id", "formId", "id"];

    private static readonly string[] s_amounts = ["value", "amount", "total"];

    public bool Matches(TriggerEvent happened) =>
        IsOfType(happened) && MeetsValue(happened.Data) && MeetsAmount(happened.Data);

    /// <summary>True when <paramref name="happened"/> withdraws what started a run keyed <paramref name="key"/>.</summary>
    public bool Cancels(TriggerEvent happened, string? key) =>
        CancelEvent is not null && Same(CancelEvent, happened.Type) && (key is null || key == happened.Key);

    /// <summary>When the first step's wait starts to count.</summary>
    public Instant AnchorOf(TriggerEvent happened) => happened.OccurredAt + Duration.FromMinutes(IdleMinutes);

    internal static EventTrigger Read(TriggerType type, ConfigReader reader)
    {
        var (field, required) = type switch
        {
            TriggerType.Custom => (reader.Has("event") ? "event" : "eventName", true),
            TriggerType.Variable => (First(reader, "name", "path", "variable"), true),
            TriggerType.Action => (First(reader, "name", "action", "kind", "id"), true),
            TriggerType.FormIncomplete => ("formId", false),
            _ => ("name", false),
        };
        var amount = type is TriggerType.QuoteSent ? "minAmount" : "minValue";
        return new EventTrigger(
            type,
            reader.Text(field, required),
            type is TriggerType.Variable && reader.Find("value") is { } value ? Plain(value) : null,
            reader.Amount(amount),
            reader.Whole("idleMinutes", 0, 0, MostIdle),
            reader.Text("cancelEvent"));
    }

    private static string First(ConfigReader reader, params string[] names) => names.FirstOrDefault(reader.Has) ?? names[0];

    private bool IsOfType(TriggerEvent happened) => Type is TriggerType.Custom
        ? Same(Name, happened.Type) || (Same("custom", happened.Type) && Named(happened.Data))
        : Same(EnumText<TriggerType>.Of(Type), happened.Type) && (Name is null || Named(happened.Data));

    private bool Named(JsonElement data) => s_names.Any(n => Same(Name, Field(data, n)));

    private bool MeetsValue(JsonElement data) => Value is null || Same(Value, Field(data, "value"));

    private bool MeetsAmount(JsonElement data) => MinValue is not { } least
        || s_amounts.Any(n => decimal.TryParse(Field(data, n), NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) && amount >= least);

    private static string? Field(JsonElement data, string name) =>
        data.ValueKind is JsonValueKind.Object && data.TryGetProperty(name, out var value) ? Plain(value) : null;

    private static string? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static bool Same(string? one, string? other) => one is not null && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
