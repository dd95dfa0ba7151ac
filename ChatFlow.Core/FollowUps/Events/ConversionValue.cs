using System.Globalization;
using System.Text.Json;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.FollowUps.Events;

/// <summary>What a conversion is worth, read from an event's data.</summary>
internal readonly record struct ConversionValue(decimal? Amount, string? Currency)
{
    /// <summary>numeric(14, 2).</summary>
    private const decimal Most = 999_999_999_999.99m;
    private static readonly string[] s_names = ["value", "amount", "total"];

    public static ConversionValue Of(JsonElement data)
    {
        var amount = s_names.Select(n => Number(data, n)).FirstOrDefault(n => n is not null);
        var currency = data.TryGetProperty("currency", out var text) && text.ValueKind is JsonValueKind.String ? text.GetString()!.Trim().ToUpperInvariant() : null;
        return new ConversionValue(
            amount is { } a && Math.Abs(a) <= Most ? decimal.Round(a, 2) : null,
            currency is { Length: 3 } code && code.All(char.IsAsciiLetterUpper) ? code : null);
    }

    /// <summary>An amount that could not be kept is refused rather than lost.</summary>
    public static ValidationError? Problem(JsonElement data) => Number(data, "value") is { } amount && Math.Abs(amount) > Most
        ? new ValidationError("event.value", "The value is too large.", "data.value")
        : null;

    private static decimal? Number(JsonElement data, string name)
    {
        if (!data.TryGetProperty(name, out var json))
            return null;
        return json.ValueKind switch
        {
            JsonValueKind.Number when json.TryGetDecimal(out var number) => number,
            JsonValueKind.String when decimal.TryParse(json.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
    }
}
