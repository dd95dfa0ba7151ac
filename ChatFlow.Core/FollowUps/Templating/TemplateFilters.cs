using System.Collections.Frozen;
using System.Globalization;
using Fluid;
using Fluid.Values;
using NodaTime;
using NodaTime.Extensions;

namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>
/// The filters a text may use. A short list on purpose: filters that multiply text would let one small template fill
/// the memory.
/// </summary>
internal static class TemplateFilters
{
    public const string ZoneKey = "chatflow.zone";

    public static FrozenSet<string> Allowed { get; } = FrozenSet.ToFrozenSet(
        ["default", "upper", "upcase", "lower", "downcase", "title", "capitalize", "strip", "truncate", "date", "money", "number"]);

    public static TemplateOptions Options { get; } = Build();

    private static TemplateOptions Build()
    {
        var options = new TemplateOptions { MaxSteps = 1_000, MaxRecursion = 10 };
        options.Filters.AddFilter("upper", (input, _, context) => Text(input.ToStringValue().ToUpper(context.CultureInfo)));
        options.Filters.AddFilter("lower", (input, _, context) => Text(input.ToStringValue().ToLower(context.CultureInfo)));
        options.Filters.AddFilter("title", (input, _, context) =>
            Text(context.CultureInfo.TextInfo.ToTitleCase(input.ToStringValue().ToLower(context.CultureInfo))));
        options.Filters.AddFilter("money", (input, _, context) => Amount(input, "N2", context));
        options.Filters.AddFilter("number", (input, _, context) => Amount(input, "#,0.####", context));
        options.Filters.AddFilter("date", Date);
        return options;
    }

    private static ValueTask<FluidValue> Text(string text) => new(StringValue.Create(text));

    private static ValueTask<FluidValue> Amount(FluidValue input, string format, TemplateContext context)
    {
        decimal? amount = input.Type is FluidValues.Number ? input.ToNumberValue()
            : decimal.TryParse(input.ToStringValue(), NumberStyles.Number, CultureInfo.InvariantCulture, out var parsed) ? parsed
            : null;
        return amount is { } number ? Text(number.ToString(format, context.CultureInfo)) : new(NilValue.Instance);
    }

    // A date without a time of day is that day everywhere; with one it is shown in the contact's zone.
    private static ValueTask<FluidValue> Date(FluidValue input, FilterArguments arguments, TemplateContext context)
    {
        var text = input.ToStringValue();
        var format = arguments.At(0).IsNil() ? "d" : arguments.At(0).ToStringValue();
        var zone = context.AmbientValues.TryGetValue(ZoneKey, out var known) && known is DateTimeZone own ? own : DateTimeZone.Utc;
        DateTime local;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            local = day.ToDateTime(TimeOnly.MinValue);
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            local = moment.ToInstant().InZone(zone).ToDateTimeUnspecified();
        else
            return new(NilValue.Instance);
        try
        {
            return Text(local.ToString(format, context.CultureInfo));
        }
        catch (FormatException)
        {
            return new(NilValue.Instance);
        }
    }
}
