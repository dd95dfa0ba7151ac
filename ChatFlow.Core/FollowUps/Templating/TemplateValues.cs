using System.Globalization;
using System.Text.Json;
using Fluid;
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

    internal TemplateContext ToContext(TemplateOptions options, IEnumerable<string> extra)
    {
        var custom = JsonValues.Object(CustomFields);
        var trigger = JsonValues.Object(Trigger);
        var context = new TemplateContext(options) { CultureInfo = Culture };
        var contact = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["name"] = Name,
            ["first_name"] = FirstName.Of(Name),
            ["phone"] = Phone,
            ["email"] = Email,
            ["custom_fields"] = custom,
        };
        context.SetValue("contact", contact);
        context.SetValue("trigger", trigger);
        context.SetValue("business", new Dictionary<string, object?> { ["name"] = BusinessName });
        context.AmbientValues[TemplateFilters.ZoneKey] = Zone;
        foreach (var (alias, path) in TemplateVocabulary.Aliases)
            context.SetValue(alias, path == "business.name" ? BusinessName : contact[path["contact.".Length..]]);
        foreach (var name in extra)
            context.SetValue(name, trigger.GetValueOrDefault(name) ?? custom.GetValueOrDefault(name));
        return context;
    }
}
