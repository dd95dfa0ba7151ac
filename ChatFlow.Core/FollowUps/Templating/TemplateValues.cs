using System.Globalization;
using System.Text.Json;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>What the variables of a text stand for, for one contact.</summary>
public sealed record TemplateValues
{
    public string? Name { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    /// <summary>A JSON object, or undefined.</summary>
    public JsonElement CustomFields { get; init; }

    /// <summary>The trigger's data, a JSON object, or undefined.</summary>
    public JsonElement Trigger { get; init; }

    public string? BusinessName { get; init; }

    /// <summary>How dates and amounts are written.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>The contact's zone, for dates.</summary>
    public DateTimeZone Zone { get; init; } = DateTimeZone.Utc;

    /// <summary>The value at a full path (<see cref="TemplateVocabulary.Resolve"/>), or null.</summary>
    internal object? Lookup(IReadOnlyList<string> path) => path switch
    {
        [var extra] => JsonValues.At(Trigger, [extra]) ?? JsonValues.At(CustomFields, [extra]),
        ["trigger", ..] => JsonValues.At(Trigger, path.Skip(1)),
        ["contact", "custom_fields", ..] => JsonValues.At(CustomFields, path.Skip(2)),
        ["contact", var field] => field.ToUpperInvariant() switch
        {
            "NAME" => Name,
            "FIRST_NAME" => FirstName.Of(Name),
            "PHONE" => Phone,
            "EMAIL" => Email,
            _ => null,
        },
        ["business", _] => BusinessName,
        _ => null,
    };
}
